import type { Span, Tracer } from '../lib/tracer.ts'
import type { EncodedFrame } from '../model/frame.ts'

/** Moments on the way of a frame, in their order. */
export type FrameMark = 'decoded' | 'measured' | 'judged' | 'stored'

/** Of a result whose frame is followed: where its trace goes on. */
export interface SentTrace {
  readonly traceId: string
  readonly spanId: string
  /** When the result left its shard, epoch ms. */
  readonly sentAtMs: number
}

/** One frame that is followed, from its capture to its result: a span of its own, with one below it for each stage. */
export class FrameTrace {
  readonly #frame: EncodedFrame
  readonly #span: Span
  readonly #tracer: Tracer
  readonly #clock: () => number
  readonly #begunMs: number
  readonly #marks: { [Mark in FrameMark]?: number } = {}

  /** @param clock Epoch ms, with fractions. */
  constructor(frame: EncodedFrame, span: Span, tracer: Tracer, clock: () => number) {
    this.#frame = frame
    this.#span = span
    this.#tracer = tracer
    this.#clock = clock
    this.#begunMs = clock()
  }

  /** What its lines of the log bear. */
  get logFields(): { readonly trace_id: string; readonly span_id: string } {
    const { traceId, spanId } = this.#span.context
    return { trace_id: traceId, span_id: spanId }
  }

  mark(mark: FrameMark): void {
    this.#marks[mark] = this.#clock()
  }

  /** The result leaves the shard. @param problem Code of why the frame gave no picture, or null. */
  sent(state: string, problem: string | null): SentTrace {
    const { capturedAtMs, enqueuedAtMs } = this.#frame.meta
    const { decoded = this.#begunMs, measured = decoded, judged = measured, stored } = this.#marks
    const addedMs = enqueuedAtMs ?? this.#frame.addedAtMs
    if (capturedAtMs !== null) this.#stage('capture', capturedAtMs, addedMs)
    this.#stage('queue', addedMs, this.#begunMs)
    this.#stage('decode', this.#begunMs, decoded)
    if (measured > decoded) this.#stage('measure', decoded, measured)
    this.#stage('judge', measured, judged)
    if (stored !== undefined) this.#stage('snapshot', judged, stored)
    this.#span.end({ attributes: { state }, error: problem })
    const { traceId, spanId } = this.#span.context
    return { traceId, spanId, sentAtMs: this.#clock() }
  }

  #stage(name: string, startMs: number, endMs: number): void {
    const { traceId, spanId: parentSpanId } = this.#span.context
    const times = { startMs: Math.min(startMs, endMs), endMs }
    const spanId = this.#tracer.newSpanId()
    this.#tracer.add({ traceId, spanId, parentSpanId, name, kind: 'internal', ...times, attributes: {}, error: null })
  }
}
