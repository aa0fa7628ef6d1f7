import { beforeEach, describe, expect, it } from 'vitest'
import { EMPTY_META, type EncodedFrame } from '../../src/model/frame.ts'
import { HIDDEN_STREAM } from '../../src/model/hidden-camera.ts'
import { FrameTraces } from '../../src/pipeline/frame-traces.ts'
import { type RecordingTracer, recordingTracer } from '../lib/recording-tracer.ts'

const frame: EncodedFrame = {
  ...{ stream: 'gate', cursor: '17-0', jpeg: new Uint8Array(0), problem: null },
  meta: { ...EMPTY_META, capturedAtMs: 999_900, enqueuedAtMs: 999_910 },
  ...{ addedAtMs: 999_915, receivedAtMs: 999_920 }
}

describe('frame traces', () => {
  let recording: RecordingTracer
  let traces: FrameTraces
  beforeEach(() => {
    recording = recordingTracer()
    traces = new FrameTraces({ tracer: recording.tracer, share: 0.6, clock: () => recording.nowMs })
  })
  const pass = (ms: number) => {
    recording.nowMs += ms
  }
  const stages = () => recording.spans.map(({ name, startMs, endMs }) => [name, startMs, endMs])

  it('tell of each stage of a frame, below one span of its whole way', () => {
    const trace = traces.begin(frame)!
    pass(2)
    trace.mark('decoded')
    traces.judging(trace)
    pass(0.5)
    traces.measured()
    pass(0.25)
    trace.mark('judged')
    pass(30)
    trace.mark('stored')
    const sent = trace.sent('Black Screen', null)
    expect(stages()).toEqual([
      ['capture', 999_900, 999_910],
      ['queue', 999_910, 1_000_000],
      ['decode', 1_000_000, 1_000_002],
      ['measure', 1_000_002, 1_000_002.5],
      ['judge', 1_000_002.5, 1_000_002.75],
      ['snapshot', 1_000_002.75, 1_000_032.75],
      ['frame', 999_900, 1_000_032.75]
    ])
    const whole = recording.spans.at(-1)!
    expect(whole).toMatchObject({
      ...{ kind: 'consumer', parentSpanId: null, error: null },
      attributes: { stream: 'gate', cursor: '17-0', state: 'Black Screen' }
    })
    expect(sent).toEqual({ traceId: whole.traceId, spanId: whole.spanId, sentAtMs: 1_000_032.75 })
    for (const { traceId, parentSpanId } of recording.spans.slice(0, -1)) {
      expect([traceId, parentSpanId]).toEqual([whole.traceId, whole.spanId])
    }
    expect(new Set(recording.spans.map(({ spanId }) => spanId)).size).toBe(7)
  })

  it('tell of a frame without picture and without times what is known of it', () => {
    const trace = traces.begin({ ...frame, meta: EMPTY_META, addedAtMs: 1_000_500 })!
    pass(1)
    trace.mark('decoded')
    traces.judging(trace)
    trace.mark('judged')
    trace.sent('Error', 'frame/not-jpeg')
    // Added by a clock that is ahead of ours.
    expect(stages()).toEqual([
      ['queue', 1_000_000, 1_000_000],
      ['decode', 1_000_000, 1_000_001],
      ['judge', 1_000_001, 1_000_001],
      ['frame', 1_000_500, 1_000_500]
    ])
    expect(recording.spans.at(-1)!.error).toBe('frame/not-jpeg')
  })

  it('follow no frame that is not drawn, none of the synthetic camera, and those of requests that are traced', () => {
    recording.random = 0.6
    expect(traces.begin(frame)).toBeNull()
    const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true }
    expect(traces.begin({ ...frame, trace: { ...trace, sampled: false } })).toBeNull()
    traces.begin({ ...frame, trace })!.sent('Normal', null)
    expect(recording.spans.at(-1)).toMatchObject({ name: 'frame', traceId: trace.traceId, parentSpanId: trace.spanId })
    recording.random = 0
    expect(traces.begin({ ...frame, stream: HIDDEN_STREAM })).toBeNull()
  })

  it("what is measured while no frame is followed is nobody's", () => {
    traces.judging(null)
    traces.measured()
    expect(recording.spans).toEqual([])
  })
})
