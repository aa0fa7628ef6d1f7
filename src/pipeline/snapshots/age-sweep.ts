import { errorText } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import { parseKey } from './object-key.ts'
import type { SnapshotStore } from './snapshot-store.ts'

const DAY_MS = 86_400_000
const DEFAULT_INTERVAL_MS = 3_600_000

export interface AgeSweepOptions {
  readonly store: Pick<SnapshotStore, 'list' | 'remove'>
  /** Snapshots older than so many days are deleted; 0 keeps all. */
  readonly maxAgeDays: number
  /** Epoch ms. */
  readonly clock: () => number
  readonly log: Log
  /** Time between two walks, ms. */
  readonly intervalMs?: number
  /** In a fleet, whether it is this member that deletes. */
  readonly isDue?: () => boolean
}

export interface SweepReport {
  /** Keys that were looked at. */
  readonly seen: number
  readonly deleted: number
}

/**
 * Deletes snapshots by age, of every stream that ever was: walks the whole store page by page, at the start and then
 * hourly, on stores with and without lifecycle rules. Goes by the time in the key and deletes no other keys.
 */
export class AgeSweep {
  readonly #options: AgeSweepOptions
  #timer: NodeJS.Timeout | null = null
  #walk: Promise<void> | null = null
  #closed = false
  #deleted = 0

  constructor(options: AgeSweepOptions) {
    this.#options = options
  }

  /** Snapshots deleted so far. */
  get deleted(): number {
    return this.#deleted
  }

  /** Begins the first walk and does not wait for it. */
  start(): void {
    if (this.#options.maxAgeDays <= 0) return
    this.#begin()
    this.#timer = setInterval(() => this.#begin(), this.#options.intervalMs ?? DEFAULT_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Ends a walk after its present request. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearInterval(this.#timer)
    await this.#walk
  }

  /**
   * Walks through the store once.
   *
   * @throws AppError of the store; what was deleted until then stays deleted.
   */
  async sweepOnce(nowMs: number): Promise<SweepReport> {
    const { store, maxAgeDays } = this.#options
    if (maxAgeDays <= 0) return { seen: 0, deleted: 0 }
    const oldestKeptMs = nowMs - maxAgeDays * DAY_MS
    let seen = 0
    let deleted = 0
    for await (const page of store.list('')) {
      if (this.#closed) break
      seen += page.length
      const old = page.filter(key => isOlder(key, oldestKeptMs))
      if (old.length === 0) continue
      await store.remove(old)
      deleted += old.length
      this.#deleted += old.length
    }
    return { seen, deleted }
  }

  #begin(): void {
    // The walk before may still be under way in a large store: two would only slow each other.
    if (this.#walk || this.#closed || this.#options.isDue?.() === false) return
    this.#walk = this.#run().finally(() => {
      this.#walk = null
    })
  }

  async #run(): Promise<void> {
    const { log, clock, maxAgeDays } = this.#options
    try {
      const report = await this.sweepOnce(clock())
      const message = 'Walked through the snapshot store for snapshots that are too old'
      if (report.deleted > 0) log.info({ ...report, maxAgeDays }, message)
      else log.debug({ ...report, maxAgeDays }, message)
    } catch (thrown) {
      log.warn({ error: errorText(thrown) }, 'Could not delete old snapshots, will try again at the next walk')
    }
  }
}

function isOlder(key: string, oldestKeptMs: number): boolean {
  const parsed = parseKey(key)
  return parsed !== null && parsed.epochMs < oldestKeptMs
}
