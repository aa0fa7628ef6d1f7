import { HIDDEN_STREAM } from '../model/hidden-camera.ts'
import type { EncodedFrame } from '../model/frame.ts'
import type { Tracer } from '../lib/tracer.ts'
import { FrameTrace } from './frame-trace.ts'

export interface FrameTracesOptions {
  readonly tracer: Tracer
  /** TRACE_FRAME_RATIO, 0..1. */
  readonly share: number
  /** Epoch ms, with fractions. */
  readonly clock: () => number
}

/** Follows some of a shard's frames on their way; which ones is decided as each begins to be worked on. */
export class FrameTraces {
  readonly #options: FrameTracesOptions
  /** The one that is being judged: that happens without a pause. */
  #judging: FrameTrace | null = null

  constructor(options: FrameTracesOptions) {
    this.#options = options
  }

  /** @returns Null for nearly all. */
  begin(frame: EncodedFrame): FrameTrace | null {
    if (frame.stream === HIDDEN_STREAM) return null
    const { tracer, share, clock } = this.#options
    const { trace: parent = null, stream, cursor, addedAtMs } = frame
    const { capturedAtMs, enqueuedAtMs } = frame.meta
    const startMs = capturedAtMs ?? enqueuedAtMs ?? addedAtMs
    const span = tracer.start('frame', { kind: 'consumer', parent, share, startMs, attributes: { stream, cursor } })
    return span.context.sampled ? new FrameTrace(frame, span, tracer, clock) : null
  }

  /** What is measured from now on is of this frame. */
  judging(trace: FrameTrace | null): void {
    this.#judging = trace
  }

  /** The measures of a frame are taken, and it is judged by them. */
  measured(): void {
    this.#judging?.mark('measured')
  }
}
