import { resourceFromAttributes } from '@opentelemetry/resources'
import { expect, it } from 'vitest'
import { METRICS } from '../../../src/observe/metric-declarations.ts'
import { createMetrics } from '../../../src/observe/metrics.ts'
import { bridgedMetrics, unitOf } from '../../../src/observe/otlp/bridged-metrics.ts'
import { hrTime } from '../../../src/observe/otlp/readable-span.ts'
import { StageTimings } from '../../../src/observe/stage-timings.ts'

const terms = {
  resource: resourceFromAttributes({ 'service.name': 'x' }),
  scope: { name: 'camera-check', version: '1' },
  startedAtMs: 1000,
  nowMs: 61_000.25
}

it('the bridge gives every declared metric that has values, under its name, with its help and kind', async () => {
  const metrics = createMetrics()
  metrics.framesDropped.add(3, { reason: 'overload' })
  metrics.cameras.set(7, {})
  metrics.selfCheckAge.set(Number.NaN, {})
  const timings = new StageTimings()
  for (const ms of [0.4, 3, 20_000]) timings.record('decode', ms)
  metrics.onScrape(() => metrics.stageLatency.follow('0', timings.totals()))
  const { scopeMetrics } = bridgedMetrics(await metrics.snapshot(), terms)
  const found = new Map(scopeMetrics[0]!.metrics.map(metric => [metric.descriptor.name, metric]))
  const { name, help } = METRICS.framesDropped
  expect(found.get(name)).toMatchObject({
    descriptor: { name, description: help, unit: '' },
    ...{ dataPointType: 3, isMonotonic: true, aggregationTemporality: 1 },
    dataPoints: [{ attributes: { reason: 'overload' }, value: 3, startTime: [1, 0], endTime: [61, 250_000] }]
  })
  expect(found.get(METRICS.cameras.name)).toMatchObject({
    dataPointType: 2,
    dataPoints: [{ attributes: {}, value: 7 }]
  })
  // NaN is no number that every collector takes.
  expect(found.has(METRICS.selfCheckAge.name)).toBe(false)
  const histogram = found.get(METRICS.stageLatency.name)
  expect(histogram).toMatchObject({ descriptor: { unit: 's' }, dataPointType: 0 })
  const [{ attributes, value }] = histogram!.dataPoints as unknown as [
    { attributes: object; value: { buckets: { boundaries: number[]; counts: number[] }; sum: number; count: number } }
  ]
  expect(attributes).toEqual({ stage: 'decode' })
  expect(value).toMatchObject({ count: 3, sum: expect.closeTo(20.0034) })
  expect(value.buckets.boundaries).toHaveLength(value.buckets.counts.length - 1)
  expect([value.buckets.counts[0], value.buckets.counts[3], value.buckets.counts.at(-1)]).toEqual([1, 1, 1])
  const declared = new Set(Object.values(METRICS).map(metric => metric.name))
  const known = [...found.keys()].filter(one => !/^(process|nodejs)_/.test(one))
  expect(known.filter(one => !declared.has(one as never))).toEqual([])
})

it.each([
  ['process_cpu_user_seconds_total', 's'],
  ['camera_check_snapshot_queue_bytes', 'By'],
  ['camera_check_tls_certificate_days_left', 'd'],
  ['camera_check_cameras', '']
])('the unit of %s is %j', (name, unit) => {
  expect(unitOf(name)).toBe(unit)
})

it('times keep their fractions of a millisecond', () => {
  expect(hrTime(1_700_000_000_123.25)).toEqual([1_700_000_000, 123_250_000])
  expect(hrTime(1_999.999_999_9)).toEqual([1, 999_999_999])
})
