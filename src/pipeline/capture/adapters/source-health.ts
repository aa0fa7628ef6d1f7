import { LogThrottle } from '../../../lib/log-throttle.ts'
import type { Log } from '../../../lib/log.ts'
import type { SourceStatus } from '../frame-source.ts'

/** Reasons that take turns are told so often at most, ms. */
const REASON_EVERY_MS = 10_000

export interface SourceHealthOptions {
  /** How the server is called in the log: `host:port`. */
  readonly where: string
  readonly clock: () => number
  readonly log: Log
}

/** Whether a server can be read from and since when; the log has each change. */
export class SourceHealth {
  readonly #options: SourceHealthOptions
  readonly #reasons = new LogThrottle(REASON_EVERY_MS)
  #status: SourceStatus

  constructor(options: SourceHealthOptions) {
    this.#options = options
    this.#status = { connected: false, sinceMs: options.clock(), detail: 'Not connected yet' }
  }

  get status(): SourceStatus {
    return this.#status
  }

  reads(detail: string): void {
    const isNew = !this.#status.connected
    this.#set(true, detail)
    const { where, log } = this.#options
    if (isNew) log.info({ redis: where }, 'Redis answers, reading frames')
  }

  failed(cause: unknown): void {
    const { where, log, clock } = this.#options
    const detail = `${where}: ${cause instanceof Error ? cause.message : String(cause)}`
    if (this.#status.connected) {
      log.warn({ err: cause, redis: where }, 'Lost the connection to Redis, trying again until it is back')
    } else if (detail !== this.#status.detail) {
      // A password that was changed shows with the second attempt alone.
      this.#reasons.run(clock(), () => log.warn({ err: cause, redis: where }, 'Cannot read from Redis, trying again'))
    }
    this.#set(false, detail)
  }

  hangs(ms: number): void {
    const { where, log } = this.#options
    log.warn({ redis: where }, 'Redis does not answer, waiting until it does')
    this.#set(false, `Redis has not answered a read for ${ms} ms`)
  }

  #set(connected: boolean, detail: string): void {
    if (this.#status.connected !== connected) {
      this.#status = { connected, sinceMs: this.#options.clock(), detail }
    } else if (this.#status.detail !== detail) {
      this.#status = { ...this.#status, detail }
    }
  }
}
