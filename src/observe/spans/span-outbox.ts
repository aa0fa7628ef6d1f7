import type { SpanRecord } from '../../lib/tracer.ts'

/** What one thread has recorded since it was asked last. */
export interface SpanBatch {
  readonly spans: readonly SpanRecord[]
  /** Spans that there was no room for. */
  readonly dropped: number
}

/** Keeps the spans of a thread until they are fetched; past its bound the newest are dropped and counted. */
export class SpanOutbox {
  readonly #most: number
  #spans: SpanRecord[] = []
  #dropped = 0

  /** @param most Spans that are kept. */
  constructor(most: number) {
    this.#most = most
  }

  add(span: SpanRecord): void {
    if (this.#spans.length < this.#most) this.#spans.push(span)
    else this.#dropped++
  }

  /** Takes out what there is; null when there is nothing. */
  take(): SpanBatch | null {
    if (this.#spans.length === 0 && this.#dropped === 0) return null
    const batch = { spans: this.#spans, dropped: this.#dropped }
    this.#spans = []
    this.#dropped = 0
    return batch
  }
}
