import { describe, expect, it } from 'vitest'
import { activeTrace } from '../src/lib/active-trace.ts'
import { incidentTrace } from '../src/lib/incident-trace.ts'
import type { Log } from '../src/lib/log.ts'
import type { TraceContext } from '../src/lib/trace-context.ts'
import { incidentTeller } from '../src/tell-incidents.ts'
import { recordingTracer } from './lib/recording-tracer.ts'
import { makeIncident } from './pipeline/incidents/make-incident.ts'

function collect() {
  const lines: { fields: Record<string, unknown>; message: string; trace: TraceContext | null }[] = []
  const write = (fields: object, message: string) =>
    void lines.push({ fields: fields as Record<string, unknown>, message, trace: activeTrace() })
  const log: Log = { debug: write, info: write, warn: write, error: write }
  return { lines, log }
}

const opened = makeIncident('01A', { stream: 'gate', kind: 'black', openedAtMs: 5000, severity: 0.9 })
const closed = { ...opened, state: 'closed' as const, closedAtMs: 65_000 }

describe('what is told of incidents', () => {
  it('is a line when one begins and when it ends, with its id and camera, and none in between', () => {
    const { lines, log } = collect()
    const tell = incidentTeller(log, null)
    tell('opened', opened)
    tell('updated', opened)
    tell('closed', closed)
    expect(lines.map(({ message }) => message)).toEqual(['Incident opened', 'Incident closed'])
    expect(lines[0]!.fields).toEqual({ incident: '01A', stream: 'gate', kind: 'black', severity: 0.9 })
    expect(lines[1]!.fields).toMatchObject({ incident: '01A', stream: 'gate', durationMs: 60_000 })
  })

  it('is a trace of its own, a span for its beginning at once and one for all of it at its end', () => {
    const { lines, log } = collect()
    const { tracer, spans } = recordingTracer()
    const tell = incidentTeller(log, tracer)
    tell('opened', opened)
    tell('closed', closed)
    const { traceId, spanId } = incidentTrace('01A', tracer)
    expect(spans).toMatchObject([
      { name: 'incident opened', traceId, parentSpanId: spanId, startMs: 5000, endMs: 5000 },
      { name: 'incident', traceId, spanId, parentSpanId: null, startMs: 5000, endMs: 65_000 }
    ])
    for (const { attributes } of spans) expect(attributes).toMatchObject({ incident: '01A', stream: 'gate' })
    expect(lines.map(({ trace }) => trace?.traceId)).toEqual([traceId, traceId])
  })

  it('has no id twice when it ends more than once', () => {
    const { tracer, spans } = recordingTracer()
    const tell = incidentTeller(collect().log, tracer)
    tell('closed', closed)
    tell('closed', { ...closed, flaps: 1 })
    expect(spans.map(({ spanId }) => spanId)[1]).not.toBe(spans[0]!.spanId)
    expect(spans[1]!.parentSpanId).toBe(spans[0]!.spanId)
  })

  it('names the group of an incident that has no camera, and is no trace where that is not sampled', () => {
    const { lines, log } = collect()
    const { tracer, spans } = recordingTracer('always_off')
    incidentTeller(log, tracer)('opened', { ...opened, stream: null, group: 'north' })
    expect(lines[0]!.fields).toMatchObject({ stream: null, group: 'north' })
    expect(spans).toEqual([])
  })
})
