import type { EventListener, LoggedEvent } from '../../src/overview/event-log.ts'

/** A listener that keeps what it was told. */
export class Hearing implements EventListener {
  start: { readonly newestId: string; readonly missed: readonly LoggedEvent[] | null } | null = null
  readonly live: LoggedEvent[] = []
  readonly resets: string[] = []

  begin(start: { readonly newestId: string; readonly missed: readonly LoggedEvent[] | null }): void {
    if (this.start !== null) throw new Error('Begun twice')
    this.start = start
  }

  take(event: LoggedEvent): void {
    if (this.start === null) throw new Error('Told before it was begun')
    this.live.push(event)
  }

  reset(newestId: string): void {
    this.resets.push(newestId)
  }

  /** Everything it was told, missed events first. */
  get all(): LoggedEvent[] {
    return [...(this.start?.missed ?? []), ...this.live]
  }

  get lastId(): string {
    return this.live.at(-1)?.id ?? this.start?.newestId ?? ''
  }

  /** The streams of what it was told. */
  get names(): string[] {
    return this.all.map(({ event }) => ('stream' in event ? event.stream : event.type))
  }
}
