import { randomFillSync } from 'node:crypto'
import { activeTrace } from '../../lib/active-trace.ts'
import { type TraceContext, UNSAMPLED } from '../../lib/trace-context.ts'
import type { Span, SpanEnd, SpanRecord, SpanStart, Tracer } from '../../lib/tracer.ts'
import type { Sampler } from './sampler.ts'

export interface SpanRecorderOptions {
  readonly sampler: Sampler
  /** Epoch ms, with fractions. */
  readonly clock: () => number
  /** 0..1, as Math.random. */
  readonly random: () => number
  /** Given each span that has ended. Must not throw, and wait for nothing. */
  readonly sink: (span: SpanRecord) => void
}

const TRACE_BYTES = 16
const SPAN_BYTES = 8
const NOT_RECORDED: Span = { context: UNSAMPLED, end: () => undefined }

/** Records spans of the traces that are sampled, decided as each begins. */
export class SpanRecorder implements Tracer {
  readonly #options: SpanRecorderOptions
  readonly #bytes = Buffer.alloc(TRACE_BYTES)

  constructor(options: SpanRecorderOptions) {
    this.#options = options
  }

  start(name: string, options: SpanStart = {}): Span {
    const { parent = activeTrace(), share = 1 } = options
    // First, since of hundreds of frames a second nearly all end here.
    if (parent === null && share < 1 && this.#options.random() >= share) return NOT_RECORDED
    const traceId = parent?.traceId ?? this.#id(TRACE_BYTES)
    if (!this.#options.sampler(traceId, parent)) return NOT_RECORDED
    const context = { traceId, spanId: this.newSpanId(), sampled: true }
    return this.#span(name, context, parent, options)
  }

  add(span: SpanRecord): void {
    this.#options.sink(span)
  }

  samples(traceId: string): boolean {
    return this.#options.sampler(traceId, null)
  }

  newSpanId(): string {
    return this.#id(SPAN_BYTES)
  }

  #span(name: string, context: TraceContext, parent: TraceContext | null, start: SpanStart): Span {
    const { clock, sink } = this.#options
    const startMs = start.startMs ?? clock()
    let hasEnded = false
    return {
      context,
      end({ attributes = {}, error = null }: SpanEnd = {}): void {
        if (hasEnded) return
        hasEnded = true
        sink({
          traceId: context.traceId,
          spanId: context.spanId,
          parentSpanId: parent?.spanId ?? null,
          name,
          kind: start.kind ?? 'internal',
          startMs,
          endMs: Math.max(startMs, clock()),
          attributes: { ...start.attributes, ...attributes },
          error
        })
      }
    }
  }

  #id(bytes: number): string {
    const part = this.#bytes.subarray(0, bytes)
    // All 0 is no id; once in 2^64, but it would be refused with its whole batch.
    do randomFillSync(part)
    while (part.every(byte => byte === 0))
    return part.toString('hex')
  }
}
