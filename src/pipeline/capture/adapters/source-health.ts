import type { Log } from '../../../lib/log.ts'
import type { SourceStatus } from '../frame-source.ts'

export interface SourceHealthOptions {
  /** How the server is called in the log: `host:port`. */
  readonly where: string
  readonly clock: () => number
  readonly log: Log
}

/** Whether a server can be read from and since when; the log has each change. */
export class SourceHealth {
  readonly #options: SourceHealthOptions
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
    const { where, log } = this.#options
    if (this.#status.connected) {
      log.warn({ err: cause, redis: where }, 'Lost the connection to Redis, trying again until it is back')
    }
    this.#set(false, `${where}: ${cause instanceof Error ? cause.message : String(cause)}`)
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
