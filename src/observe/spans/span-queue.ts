import { withDeadline } from '../../lib/deadline.ts'
import type { SpanRecord } from '../../lib/tracer.ts'
import type { CollectorHealth } from './collector-health.ts'
import type { SpanBatch } from './span-outbox.ts'

export interface SpanQueueOptions {
  /** Brings spans to the collector; rejects when it did not take them. */
  readonly send: (spans: readonly SpanRecord[]) => Promise<void>
  /** OTEL_BSP_MAX_QUEUE_SIZE, spans. */
  readonly most: number
  /** OTEL_BSP_MAX_EXPORT_BATCH_SIZE, spans. */
  readonly batch: number
  /** OTEL_BSP_SCHEDULE_DELAY, ms. */
  readonly delayMs: number
  /** OTEL_BSP_EXPORT_TIMEOUT, ms. */
  readonly timeoutMs: number
  readonly health: CollectorHealth
}

/** What has become of spans since the start. */
export interface SpanStats {
  readonly sent: number
  /** There was no room for them, in a thread or here. */
  readonly dropped: number
  /** The collector did not take them. */
  readonly failed: number
  readonly queued: number
}

/** Spans of all threads on their way to the collector: one batch at a time, and no more of them wait than there is room for. */
export class SpanQueue {
  readonly #options: SpanQueueOptions
  readonly #waiting: SpanRecord[] = []
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> | null = null
  #stats = { sent: 0, dropped: 0, failed: 0 }

  constructor(options: SpanQueueOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#sendAll(), this.#options.delayMs).unref()
  }

  add(span: SpanRecord): void {
    const { most, batch } = this.#options
    if (this.#waiting.length >= most) {
      this.#drop(1)
      return
    }
    this.#waiting.push(span)
    if (this.#waiting.length >= batch && this.#timer !== undefined) void this.#sendAll()
  }

  /** What another thread has recorded. */
  addAll({ spans, dropped }: SpanBatch): void {
    if (dropped > 0) this.#drop(dropped)
    for (const span of spans) this.add(span)
  }

  stats(): SpanStats {
    return { ...this.#stats, queued: this.#waiting.length }
  }

  /** Sends what waits, and waits for it no longer than so. */
  async close(deadlineMs: number): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await withDeadline(this.#sendAll(), deadlineMs, 'Sending the last spans').catch(cause => {
      this.#options.health.failed(cause)
    })
    this.#stats.failed += this.#waiting.splice(0).length
  }

  #drop(count: number): void {
    this.#stats.dropped += count
    this.#options.health.full()
  }

  /** Resolves when nothing waits any more; never rejects. */
  #sendAll(): Promise<void> {
    this.#sending ??= this.#sendBatches().finally(() => {
      this.#sending = null
    })
    return this.#sending
  }

  async #sendBatches(): Promise<void> {
    const { send, batch, timeoutMs, health } = this.#options
    while (this.#waiting.length > 0) {
      const spans = this.#waiting.splice(0, batch)
      try {
        await withDeadline(send(spans), timeoutMs, 'Sending spans')
        this.#stats.sent += spans.length
        health.worked()
      } catch (cause) {
        this.#stats.failed += spans.length
        health.failed(cause)
        // The rest waits for its turn: whoever is away is not asked again and again.
        return
      }
    }
  }
}
