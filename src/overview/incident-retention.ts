import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import { PICTURE_ROLES } from '../model/incident.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { SnapshotStore } from '../pipeline/snapshots/snapshot-store.ts'

export interface IncidentRetentionOptions {
  readonly store: Pick<IncidentStore, 'removeOld' | 'removeOldAudit' | 'removeOldHours'>
  readonly snapshots: Pick<SnapshotStore, 'remove'>
  readonly settings: { readonly retentionMs: number; readonly keptIncidents: number }
  readonly clock: () => number
  readonly log: Log
  /** In a fleet, whether it is this member that deletes. */
  readonly isDue?: (() => boolean) | undefined
}

const FIRST_AFTER_MS = 30_000
const EVERY_MS = 600_000
const MOST_AT_ONCE = 200

/** Deletes incidents that are too old or too many, with their pictures: those are kept for just as long. */
export class IncidentRetention {
  readonly #options: IncidentRetentionOptions
  #timer: NodeJS.Timeout | undefined
  #sweep: Promise<number> | null = null
  #closed = false

  constructor(options: IncidentRetentionOptions) {
    this.#options = options
  }

  start(): void {
    this.#later(FIRST_AFTER_MS)
  }

  /** @returns Incidents deleted. @throws AppError of the stores; what was deleted until then stays deleted. */
  async sweepOnce(nowMs: number): Promise<number> {
    const { store, snapshots, settings } = this.#options
    const beforeMs = nowMs - settings.retentionMs
    let deleted = 0
    while (!this.#closed) {
      const gone = await store.removeOld(beforeMs, settings.keptIncidents, MOST_AT_ONCE)
      const keys = gone.flatMap(({ pictures }) => PICTURE_ROLES.flatMap(role => pictures[role]?.key ?? []))
      if (keys.length > 0) await snapshots.remove(keys)
      deleted += gone.length
      if (gone.length < MOST_AT_ONCE) break
    }
    await store.removeOldAudit(beforeMs)
    await store.removeOldHours(beforeMs)
    return deleted
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#sweep
  }

  #later(afterMs: number): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.#run(), afterMs).unref()
  }

  async #run(): Promise<void> {
    const { log, clock, isDue } = this.#options
    if (isDue?.() === false) return this.#later(EVERY_MS)
    this.#sweep = this.sweepOnce(clock()).catch(cause => {
      log.warn({ error: errorText(cause) }, 'Could not delete old incidents, will try again')
      return 0
    })
    const deleted = await this.#sweep
    if (deleted > 0) log.info({ deleted }, 'Old incidents and their pictures were deleted')
    this.#later(EVERY_MS)
  }
}
