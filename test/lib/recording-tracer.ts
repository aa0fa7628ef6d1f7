import type { SpanRecord } from '../../src/lib/tracer.ts'
import { samplerOf, type SamplerName } from '../../src/observe/spans/sampler.ts'
import { SpanRecorder } from '../../src/observe/spans/span-recorder.ts'

export interface RecordingTracer {
  readonly tracer: SpanRecorder
  /** What has ended. */
  readonly spans: SpanRecord[]
  /** Epoch ms; grows when it is told to. */
  nowMs: number
  /** What random() gives, 0..1. */
  random: number
}

/** A real recorder whose spans stay here, on a clock of the test's. */
export function recordingTracer(sampler: SamplerName = 'parentbased_always_on', ratio = 1): RecordingTracer {
  const spans: SpanRecord[] = []
  const recording: RecordingTracer = {
    spans,
    nowMs: 1_000_000,
    random: 0.5,
    tracer: new SpanRecorder({
      sampler: samplerOf(sampler, ratio),
      clock: () => recording.nowMs,
      random: () => recording.random,
      sink: span => spans.push(span)
    })
  }
  return recording
}
