import { withDeadline } from '../../lib/deadline.ts'
import type { CollectorHealth } from '../spans/collector-health.ts'

export interface MetricPusherOptions {
  /** Takes the metrics as they stand and brings them to the collector; rejects when it did not take them. */
  readonly push: () => Promise<void>
  /** OTEL_METRIC_EXPORT_INTERVAL, ms. */
  readonly intervalMs: number
  /** OTEL_METRIC_EXPORT_TIMEOUT, ms. */
  readonly timeoutMs: number
  readonly health: CollectorHealth
}

/** Sends the metrics again and again. One that does not arrive is lost: the next has the same totals. */
export class MetricPusher {
  readonly #options: MetricPusherOptions
  #timer: NodeJS.Timeout | undefined
  #pushing: Promise<void> | null = null
  #stats = { sent: 0, failed: 0 }

  constructor(options: MetricPusherOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#push(), this.#options.intervalMs).unref()
  }

  stats(): { readonly sent: number; readonly failed: number } {
    return this.#stats
  }

  /** Sends the last totals, and waits for it no longer than so. */
  async close(deadlineMs: number): Promise<void> {
    clearInterval(this.#timer)
    const isUnderWay = this.#pushing !== null
    const last = isUnderWay ? this.#pushing?.then(() => this.#push()) : this.#push()
    await withDeadline(Promise.resolve(last), deadlineMs, 'Sending the last metrics').catch(cause => {
      this.#stats.failed++
      this.#options.health.failed(cause)
    })
  }

  /** Never rejects. */
  #push(): Promise<void> {
    this.#pushing ??= this.#once().finally(() => {
      this.#pushing = null
    })
    return this.#pushing
  }

  async #once(): Promise<void> {
    const { push, timeoutMs, health } = this.#options
    try {
      await withDeadline(push(), timeoutMs, 'Sending metrics')
      this.#stats.sent++
      health.worked()
    } catch (cause) {
      this.#stats.failed++
      health.failed(cause)
    }
  }
}
