import { errorText } from '../../errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import { Fifo } from '../../lib/fifo.ts'
import type { Log } from '../../lib/log.ts'
import { LogThrottle } from '../../lib/log-throttle.ts'
import { parseKey } from './object-key.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import type { IndexedSnapshot, StreamIndex } from './stream-index.ts'

const LISTINGS_AT_ONCE = 4
const BACKOFF = { firstMs: 1000, mostMs: 60_000 }
/**
 * How long an index is trusted, ms. A camera that moves from one shard to another may leave an upload under way behind,
 * which the new shard's listing misses; the next one finds it.
 */
const TRUST_MS = 3_600_000
/** So few in a second that reading thousands again is spread over the hour. */
const REFRESHES_PER_CALL = 2

export interface IndexLoaderOptions {
  readonly store: Pick<SnapshotStore, 'list'>
  readonly log: Log
  /** Epoch ms. */
  readonly clock: () => number
  /** 0..1, as Math.random. */
  readonly random: () => number
  /** Called once the index knows what the store holds. */
  readonly onLoaded: (index: StreamIndex) => void
}

/** Reads what the store holds into the indexes: each stream's own prefix, a few at a time, again after failures. */
export class IndexLoader {
  readonly #options: IndexLoaderOptions
  readonly #waiting = new Fifo<StreamIndex>()
  readonly #throttle = new LogThrottle()
  #underWay = 0
  #failures = 0
  #timer: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: IndexLoaderOptions) {
    this.#options = options
  }

  load(index: StreamIndex): void {
    if (index.loading) return
    index.loading = true
    this.#waiting.push(index)
    this.#pump()
  }

  /** Reads a few of those again that were read long ago. */
  refresh(indexes: Iterable<StreamIndex>): void {
    const oldestMs = this.#options.clock() - TRUST_MS
    let room = REFRESHES_PER_CALL
    for (const index of indexes) {
      if (room === 0) return
      if (index.loading || index.loadedAtMs === null || index.loadedAtMs > oldestMs) continue
      room--
      this.load(index)
    }
  }

  /** Begins nothing more. */
  close(): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #pump(): void {
    // After a failure one listing tries for all of them.
    const allowed = this.#failures > 0 ? 1 : LISTINGS_AT_ONCE
    while (!this.#closed && !this.#timer && this.#underWay < allowed) {
      const index = this.#waiting.shift()
      if (!index) return
      if (index.abandoned) continue
      this.#underWay++
      void this.#read(index)
    }
  }

  async #read(index: StreamIndex): Promise<void> {
    try {
      const listed: IndexedSnapshot[] = []
      for await (const page of this.#options.store.list(`${index.folder}/`)) {
        if (this.#closed || index.abandoned) break
        for (const key of page) {
          const parsed = parseKey(key)
          if (parsed && parsed.safeStream === index.folder) listed.push(parsed)
        }
      }
      this.#failures = 0
      this.#finish(index, listed)
    } catch (thrown) {
      this.#waiting.push(index)
      this.#wait(thrown)
    }
    this.#underWay--
    this.#pump()
  }

  #finish(index: StreamIndex, listed: readonly IndexedSnapshot[]): void {
    if (this.#closed || index.abandoned) return
    index.addListed(listed)
    index.loading = false
    index.loadedAtMs = this.#options.clock()
    this.#options.onLoaded(index)
  }

  #wait(thrown: unknown): void {
    if (this.#timer || this.#closed) return
    this.#failures++
    const waitMs = backoffMs(this.#failures, BACKOFF, this.#options.random())
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#pump()
    }, waitMs)
    this.#timer.unref()
    this.#throttle.run(this.#options.clock(), () => {
      const fields = { error: errorText(thrown), waiting: this.#waiting.length, retryInMs: Math.round(waitMs) }
      this.#options.log.warn(
        fields,
        'Cannot read which snapshots the store holds; none are deleted by number until then'
      )
    })
  }
}
