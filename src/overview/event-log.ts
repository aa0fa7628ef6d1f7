import type { Incident } from '../model/incident.ts'
import type { CameraView } from './camera-view.ts'

/** Something that has happened, for whoever listens. */
export type OverviewEvent =
  | { readonly type: 'incident-opened' | 'incident-updated' | 'incident-closed'; readonly incident: Incident }
  | {
      readonly type: 'cameras'
      readonly streams: readonly string[]
      /** How they were then; left out: how they are now is known here. */
      readonly views?: readonly CameraView[]
    }
  | { readonly type: 'camera-removed' | 'settings'; readonly stream: string }

export interface LoggedEvent {
  /** Whoever has it asks with it for what came after. */
  readonly id: string
  readonly atMs: number
  readonly event: OverviewEvent
}

export interface EventListener {
  /** Once, before everything else. @param start.missed Null when that is not known any more. */
  begin(start: { readonly newestId: string; readonly missed: readonly LoggedEvent[] | null }): void
  take(event: LoggedEvent): void
  /** Events were lost: what is known is old. */
  reset(newestId: string): void
}

/**
 * The newest events, and who is told of the next ones.
 *
 * @example
 * const stop = log.listen(lastId, { begin: start => ..., take: event => ..., reset: id => ... })
 */
export interface EventLog {
  add(event: OverviewEvent, atMs: number): void
  /**
   * Tells what has happened since an event, then what happens; each event once, in one order for everybody.
   *
   * @param since Id of the last event that is known, null for none: then only what happens from now on.
   * @returns Ends the listening.
   */
  listen(since: string | null, listener: EventListener): () => void
  readonly listeners: number
  start(): void
  /** Keeps what there is to keep; at most some seconds. */
  close(): Promise<void>
}
