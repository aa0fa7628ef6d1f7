import { AppError, type ErrorCode, errorText } from '../../errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import { Fifo } from '../../lib/fifo.ts'
import type { Log } from '../../lib/log.ts'
import { LogThrottle } from '../../lib/log-throttle.ts'
import type { SnapshotStore } from './snapshot-store.ts'

const BACKOFF = { firstMs: 250, mostMs: 5000 }
/** After so many failures another snapshot is tried first: perhaps the store stumbles over this one alone. */
const ATTEMPTS_IN_FRONT = 3
const TROUBLE_FAILURES = 2
/** That it still lasts is said so often, ms. */
const OUTAGE_EVERY_MS = 10_000
/** What is over by itself, or mended by an operator. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['store/unreachable', 'store/denied', 'store/full'])

/** One snapshot on its way into the store. */
export interface Upload {
  readonly stream: string
  readonly key: string
  readonly jpeg: Uint8Array
  /** Makes the bytes that are stored, once, when the upload's turn has come; null stores `jpeg`. Must not reject. */
  readonly render: ((jpeg: Uint8Array) => Promise<Uint8Array>) | null
  /**
   * Called once. Must not throw.
   *
   * @param etag The entity tag, null when the snapshot was given up.
   * @param mayBeStored True when it was given up after the store may have taken it without our hearing of it.
   */
  settle(etag: string | null, mayBeStored: boolean): void
}

export interface UploadQueueOptions {
  readonly store: Pick<SnapshotStore, 'put'>
  /** Bytes that may wait or be under way. */
  readonly maxBytes: number
  /** Uploads under way at once, >= 1. */
  readonly concurrency: number
  readonly log: Log
  /** Epoch ms. */
  readonly clock: () => number
  /** 0..1, as Math.random. */
  readonly random: () => number
}

interface Entry {
  readonly upload: Upload
  body: Uint8Array
  rendered: boolean
  /** Uploads begun. */
  attempts: number
  settled: boolean
}

/** The store does not take snapshots just now: one is tried at a time, and ever more seldom. */
interface Outage {
  failures: number
  /** Of the newest failure. */
  reason: string
  /** Runs until the next try; null while one is under way. */
  timer: NodeJS.Timeout | null
}

/**
 * Brings snapshots into the store, several at once. While the store is down they wait, up to a bound in bytes; then the
 * oldest is given up for the newest. `push` never throws and never waits.
 */
export class UploadQueue {
  readonly #options: UploadQueueOptions
  readonly #waiting = new Fifo<Entry>()
  readonly #underWay = new Set<Entry>()
  readonly #throttle = { drop: new LogThrottle(), refusal: new LogThrottle(), outage: new LogThrottle(OUTAGE_EVERY_MS) }
  #bytes = 0
  #stored = 0
  #failed = 0
  #dropped = 0
  #outage: Outage | null = null
  #closing = false
  #onIdle: (() => void) | null = null

  constructor(options: UploadQueueOptions) {
    this.#options = options
  }

  push(upload: Upload): void {
    const entry: Entry = { upload, body: upload.jpeg, rendered: upload.render === null, attempts: 0, settled: false }
    this.#bytes += entry.body.length
    if (this.#closing) {
      this.#drop(entry)
      return
    }
    this.#waiting.push(entry)
    this.#dropOldest()
    this.#pump()
  }

  stats(): { stored: number; failed: number; dropped: number; queued: number; queuedBytes: number; inFlight: number } {
    return {
      stored: this.#stored,
      failed: this.#failed,
      dropped: this.#dropped,
      queued: this.#waiting.length,
      queuedBytes: this.#bytes,
      inFlight: this.#underWay.size
    }
  }

  /** True while the store fails. */
  get down(): boolean {
    return this.#outage !== null
  }

  /** Why what waits does not get into the store, null while it does. One failure says nothing yet. */
  get trouble(): string | null {
    if (this.#outage === null || this.#outage.failures < TROUBLE_FAILURES || this.#isIdle()) return null
    return this.#outage.reason
  }

  /** Takes nothing more, waits until all is stored, at most `deadlineMs`, then gives up the rest and counts it. */
  async close(deadlineMs: number): Promise<void> {
    this.#closing = true
    if (!this.#isIdle() && deadlineMs > 0) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, deadlineMs)
        this.#onIdle = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#endOutage()
    for (let entry = this.#waiting.shift(); entry; entry = this.#waiting.shift()) this.#drop(entry)
    for (const entry of this.#underWay) this.#drop(entry)
    this.#underWay.clear()
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && this.#underWay.size === 0
  }

  #pump(): void {
    while (this.#underWay.size < this.#allowed()) {
      const entry = this.#waiting.shift()
      if (!entry) break
      this.#underWay.add(entry)
      void this.#upload(entry)
    }
    if (this.#isIdle()) this.#onIdle?.()
  }

  #allowed(): number {
    if (!this.#outage) return this.#options.concurrency
    return this.#outage.timer ? 0 : 1
  }

  async #upload(entry: Entry): Promise<void> {
    try {
      if (!entry.rendered && entry.upload.render) this.#replaceBody(entry, await entry.upload.render(entry.body))
      if (entry.settled) return
      entry.attempts++
      const etag = await this.#options.store.put(entry.upload.key, entry.body)
      if (entry.settled) return
      this.#underWay.delete(entry)
      this.#stored++
      this.#settle(entry, etag)
      if (this.#outage) this.#options.log.info({ ...this.#load() }, 'The snapshot store takes snapshots again')
      this.#endOutage()
    } catch (thrown) {
      if (entry.settled) return
      this.#underWay.delete(entry)
      if (isRefusal(thrown)) this.#refused(entry, thrown)
      else this.#failedForNow(entry, thrown)
    }
    this.#pump()
  }

  #replaceBody(entry: Entry, body: Uint8Array): void {
    entry.rendered = true
    if (entry.settled) return
    this.#bytes += body.length - entry.body.length
    entry.body = body
  }

  #refused(entry: Entry, thrown: unknown): void {
    this.#failed++
    // This try put nothing there; one before it may have.
    entry.attempts--
    this.#settle(entry, null)
    this.#throttle.refusal.run(this.#options.clock(), suppressed => {
      const fields = { stream: entry.upload.stream, error: errorText(thrown), failed: this.#failed, suppressed }
      this.#options.log.error(fields, 'The store refused a snapshot')
    })
    // A store that refuses does answer.
    this.#endOutage()
  }

  #failedForNow(entry: Entry, thrown: unknown): void {
    if (entry.attempts < ATTEMPTS_IN_FRONT) this.#waiting.unshift(entry)
    else this.#waiting.push(entry)
    // Others that were under way with it fail too; the wait they all need has begun.
    if (this.#outage?.timer) return
    const failures = (this.#outage?.failures ?? 0) + 1
    const waitMs = backoffMs(failures, BACKOFF, this.#options.random())
    const timer = setTimeout(() => {
      if (this.#outage) this.#outage.timer = null
      this.#pump()
    }, waitMs)
    this.#outage = { failures, timer, reason: errorText(thrown) }
    this.#throttle.outage.run(this.#options.clock(), () => {
      const fields = { error: errorText(thrown), failures, retryInMs: Math.round(waitMs), ...this.#load() }
      this.#options.log.warn(fields, 'The snapshot store does not take snapshots, they wait')
    })
  }

  #endOutage(): void {
    if (this.#outage?.timer) clearTimeout(this.#outage.timer)
    this.#outage = null
  }

  /** Gives up the oldest of those that wait until the rest fits. What is under way is not called back. */
  #dropOldest(): void {
    while (this.#bytes > this.#options.maxBytes) {
      const oldest = this.#waiting.shift()
      if (!oldest) return
      this.#drop(oldest)
    }
  }

  #drop(entry: Entry): void {
    this.#dropped++
    this.#settle(entry, null)
    this.#throttle.drop.run(this.#options.clock(), suppressed => {
      const reason = this.#closing ? 'the service closes' : 'the queue is full'
      this.#options.log.warn(
        { stream: entry.upload.stream, dropped: this.#dropped, suppressed, ...this.#load() },
        `Snapshots are dropped: ${reason}`
      )
    })
  }

  #settle(entry: Entry, etag: string | null): void {
    entry.settled = true
    this.#bytes -= entry.body.length
    entry.upload.settle(etag, etag === null && entry.attempts > 0)
  }

  #load(): { queued: number; queuedBytes: number } {
    return { queued: this.#waiting.length, queuedBytes: this.#bytes }
  }
}

/** The store has said its last word on this snapshot. */
function isRefusal(thrown: unknown): boolean {
  return thrown instanceof AppError && !PASSING.has(thrown.code)
}
