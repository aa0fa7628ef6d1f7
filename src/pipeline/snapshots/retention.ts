import { errorText } from '../../errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'
import { IndexLoader } from './index-loader.ts'
import { keyIn, safeStream } from './object-key.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { StreamIndex } from './stream-index.ts'

const TICK_MS = 1000
/** Keys deleted with one request: as many as S3 takes. */
const BATCH_KEYS = 1000
const BACKOFF = { firstMs: 1000, mostMs: 60_000 }

export interface RetentionOptions {
  readonly store: Pick<SnapshotStore, 'list' | 'remove'>
  /** Most uploads between two trims, whatever the clock says. */
  readonly trimInterval: number
  readonly log: Log
  /** Epoch ms. */
  readonly clock: () => number
  /** 0..1, as Math.random. */
  readonly random: () => number
}

/**
 * Keeps the newest N snapshots of each stream. Knows what lies in the store from an index in memory, which is loaded
 * once per stream in the background and then follows the uploads; it deletes under the streams' own prefixes alone.
 */
export class Retention {
  readonly #options: RetentionOptions
  readonly #streams = new Map<string, StreamIndex>()
  readonly #over = new Set<StreamIndex>()
  readonly #loader: IndexLoader
  #timer: NodeJS.Timeout | null = null
  #trim: Promise<void> | null = null
  #uploadsSinceTrim = 0
  #deleted = 0
  #failures = 0
  #notBeforeMs = 0
  #closed = false

  constructor(options: RetentionOptions) {
    this.#options = options
    this.#loader = new IndexLoader({
      ...options,
      onLoaded: index => {
        this.#check(index)
        this.#trimSoon()
      }
    })
  }

  /** Snapshots deleted so far because their stream had too many. */
  get deleted(): number {
    return this.#deleted
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#timer.unref()
  }

  /** @param limits Most snapshots kept, by stream. Replaces all of them; a lowered number trims at once. */
  configure(limits: ReadonlyMap<string, number>): void {
    for (const [stream, index] of this.#streams) {
      if (limits.has(stream)) continue
      this.#streams.delete(stream)
      this.#over.delete(index)
      index.abandoned = true
    }
    for (const [stream, limit] of limits) {
      let index = this.#streams.get(stream)
      if (!index) {
        index = new StreamIndex(safeStream(stream))
        this.#streams.set(stream, index)
        this.#loader.load(index)
      }
      index.limit = limit
      this.#check(index)
    }
    this.#trimSoon()
  }

  /**
   * Reserves a time for a new snapshot: the given one, or the next that no other snapshot of the stream has.
   *
   * @returns null for a stream that is not configured.
   */
  claim(stream: string, epochMs: number): number | null {
    return this.#streams.get(stream)?.claim(epochMs) ?? null
  }

  /** The snapshot of a claimed time lies in the store. */
  stored(stream: string, epochMs: number, suffix: boolean): void {
    const index = this.#streams.get(stream)
    if (!index) return
    index.stored(epochMs, suffix)
    this.#check(index)
    if (++this.#uploadsSinceTrim >= this.#options.trimInterval) this.#trimSoon()
  }

  /** The snapshot of a claimed time was given up. */
  release(stream: string, epochMs: number): void {
    this.#streams.get(stream)?.release(epochMs)
  }

  /** Trims a last time, when that takes no longer than `deadlineMs`. */
  async close(deadlineMs: number): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#loader.close()
    this.#trimSoon()
    let timer: NodeJS.Timeout | undefined
    const expiry = new Promise<void>(resolve => {
      timer = setTimeout(resolve, deadlineMs)
    })
    await Promise.race([this.#trim, expiry])
    clearTimeout(timer)
    this.#closed = true
  }

  #tick(): void {
    this.#loader.refresh(this.#streams.values())
    this.#trimSoon()
  }

  #check(index: StreamIndex): void {
    if (!index.abandoned && index.excess > 0) this.#over.add(index)
  }

  #trimSoon(): void {
    if (this.#trim || this.#closed || this.#over.size === 0 || this.#options.clock() < this.#notBeforeMs) return
    this.#trim = this.#trimAll().finally(() => {
      this.#trim = null
    })
  }

  async #trimAll(): Promise<void> {
    this.#uploadsSinceTrim = 0
    while (this.#over.size > 0 && !this.#closed) {
      const taken = this.#takeBatch()
      const keys = taken.flatMap(({ index, snapshots }) =>
        snapshots.map(({ epochMs, suffix }) => keyIn(index.folder, epochMs, suffix))
      )
      if (keys.length === 0) return
      try {
        await this.#options.store.remove(keys)
        this.#deleted += keys.length
        this.#failures = 0
      } catch (thrown) {
        for (const { index, snapshots } of taken) {
          index.putBack(snapshots)
          this.#check(index)
        }
        this.#postpone(thrown)
        return
      }
    }
  }

  /** Takes the oldest of streams that have too many out of their indexes, as many as one request deletes. */
  #takeBatch(): { index: StreamIndex; snapshots: ReturnType<StreamIndex['takeOldest']> }[] {
    const batch = []
    let room = BATCH_KEYS
    for (const index of this.#over) {
      if (room === 0) break
      const snapshots = index.takeOldest(Math.min(room, index.excess))
      if (index.excess === 0) this.#over.delete(index)
      room -= snapshots.length
      if (snapshots.length > 0) batch.push({ index, snapshots })
    }
    return batch
  }

  #postpone(thrown: unknown): void {
    this.#failures++
    const waitMs = backoffMs(this.#failures, BACKOFF, this.#options.random())
    this.#notBeforeMs = this.#options.clock() + waitMs
    this.#options.log.warn(
      { error: errorText(thrown), failures: this.#failures, retryInMs: Math.round(waitMs) },
      'Could not delete snapshots of streams that have too many'
    )
  }
}
