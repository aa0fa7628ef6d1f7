import { expect, it } from 'vitest'
import { incidentTrace } from '../../src/lib/incident-trace.ts'
import { recordingTracer } from './recording-tracer.ts'

it('the trace of an incident follows from its id alone, and so does whether it is recorded', () => {
  const { tracer } = recordingTracer()
  const one = incidentTrace('01JABC', tracer)
  expect(one).toEqual(incidentTrace('01JABC', recordingTracer().tracer))
  expect(one).toMatchObject({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/), sampled: true })
  expect(one.spanId).toMatch(/^[0-9a-f]{16}$/)
  expect(incidentTrace('01JABD', tracer).traceId).not.toBe(one.traceId)
  const ids = Array.from({ length: 1000 }, (_, i) => `incident-${i}`)
  const half = recordingTracer('traceidratio', 0.5).tracer
  const sampled = ids.filter(id => incidentTrace(id, half).sampled)
  expect(sampled.length).toBeGreaterThan(400)
  expect(sampled.length).toBeLessThan(600)
  expect(ids.filter(id => incidentTrace(id, recordingTracer('always_off').tracer).sampled)).toEqual([])
})
