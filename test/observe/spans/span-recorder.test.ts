import { describe, expect, it } from 'vitest'
import { runInTrace } from '../../../src/lib/active-trace.ts'
import { samplerOf } from '../../../src/observe/spans/sampler.ts'
import { recordingTracer } from '../../lib/recording-tracer.ts'

const SAMPLED = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true }
const NOT_SAMPLED = { ...SAMPLED, sampled: false }

describe('samplers', () => {
  it.each([
    ['always_on', null, true],
    ['always_on', NOT_SAMPLED, true],
    ['always_off', SAMPLED, false],
    ['parentbased_always_on', null, true],
    ['parentbased_always_on', NOT_SAMPLED, false],
    ['parentbased_always_off', null, false],
    ['parentbased_always_off', SAMPLED, true],
    ['parentbased_traceidratio', SAMPLED, true],
    ['parentbased_traceidratio', NOT_SAMPLED, false]
  ] as const)('%s, below %j: %s', (name, parent, isSampled) => {
    expect(samplerOf(name, 0)(SAMPLED.traceId, parent)).toBe(isSampled)
  })

  it('a share of traces is told by their ids, the same in every process', () => {
    const sampler = samplerOf('traceidratio', 0.25)
    expect(sampler(`${'f'.repeat(19)}${'3f'.padEnd(13, 'f')}`, NOT_SAMPLED)).toBe(true)
    expect(sampler(`${'0'.repeat(19)}${'4'.padEnd(13, '0')}`, null)).toBe(false)
    expect(samplerOf('traceidratio', 1)('f'.repeat(32), null)).toBe(true)
    expect(samplerOf('traceidratio', 0)('0'.repeat(32), null)).toBe(false)
  })
})

describe('span recorder', () => {
  it('records a span with what is known at its beginning and at its end, once', () => {
    const recording = recordingTracer()
    const span = recording.tracer.start('work', { kind: 'client', attributes: { stream: 'gate', tries: 1 } })
    recording.nowMs += 2.5
    span.end({ attributes: { tries: 2 }, error: 'store/full' })
    span.end()
    expect(recording.spans).toEqual([
      {
        ...{ traceId: span.context.traceId, spanId: span.context.spanId, parentSpanId: null },
        ...{ name: 'work', kind: 'client', startMs: 1_000_000, endMs: 1_000_002.5 },
        ...{ attributes: { stream: 'gate', tries: 2 }, error: 'store/full' }
      }
    ])
    expect(span.context.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(span.context.spanId).toMatch(/^[0-9a-f]{16}$/)
  })

  it('never ends before it began, whatever the clock does', () => {
    const recording = recordingTracer()
    const span = recording.tracer.start('work')
    recording.nowMs -= 5000
    span.end()
    expect(recording.spans[0]).toMatchObject({ startMs: 1_000_000, endMs: 1_000_000 })
  })

  it('goes on with what is active, unless it is told otherwise', () => {
    const { tracer, spans } = recordingTracer()
    runInTrace(SAMPLED, () => {
      tracer.start('inside').end()
      tracer.start('anew', { parent: null }).end()
    })
    expect(spans[0]).toMatchObject({ traceId: SAMPLED.traceId, parentSpanId: SAMPLED.spanId })
    expect(spans[1]!.traceId).not.toBe(SAMPLED.traceId)
  })

  it('asks of traces that begin a share alone, and of none that go on', () => {
    const recording = recordingTracer()
    const start = (parent: typeof SAMPLED | null) => recording.tracer.start('frame', { parent, share: 0.001 })
    recording.random = 0.001
    expect(start(null).context.sampled).toBe(false)
    expect(start(SAMPLED).context.sampled).toBe(true)
    expect(start(NOT_SAMPLED).context.sampled).toBe(false)
    recording.random = 0.0009
    expect(start(null).context.sampled).toBe(true)
  })
})
