import { expect, test } from 'vitest'
import { METRICS } from '../../src/observe/metric-declarations.ts'
import { createMetrics } from '../../src/observe/metrics.ts'
import { StageTimings } from '../../src/observe/stage-timings.ts'

function seriesValue(text: string, series: string): number | undefined {
  const line = text.split('\n').find(candidate => candidate.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

test('metrics write every declared metric with its help and kind', async () => {
  const text = await createMetrics().text()
  for (const { name, help, kind } of Object.values(METRICS)) {
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}`)
  }
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect(text).toContain('process_resident_memory_bytes')
})

test('metric declarations follow the naming rules, and only those that are bounded name a camera', () => {
  for (const { name, kind, labels } of Object.values(METRICS)) {
    expect(name).toMatch(/^camera_check_[a-z_]+$/)
    expect(name.endsWith('_total')).toBe(kind === 'counter')
    expect(labels).not.toContain('stream')
    expect(labels.some(label => label === 'camera')).toBe(name.startsWith('camera_check_camera_'))
  }
})

test('a counter follows totals of several sources, one of which restarts', async () => {
  const metrics = createMetrics()
  metrics.framesDropped.add(1, { reason: 'overload' })
  metrics.framesDropped.follow('shard-0', 10, { reason: 'overload' })
  metrics.framesDropped.follow('shard-1', 5, { reason: 'overload' })
  metrics.framesDropped.follow('shard-0', 12, { reason: 'overload' })
  metrics.framesDropped.follow('shard-1', 2, { reason: 'overload' })
  metrics.framesDropped.follow('shard-1', 7, { reason: 'trimmed' })
  const text = await metrics.text()
  expect(seriesValue(text, 'camera_check_frames_dropped_total{reason="overload"}')).toBe(1 + 12 + 5 + 2)
  expect(seriesValue(text, 'camera_check_frames_dropped_total{reason="trimmed"}')).toBe(7)
})

test('gauges are set by what runs before a scrape', async () => {
  const metrics = createMetrics()
  metrics.onScrape(async () => metrics.wsClients.set(3, {}))
  expect(seriesValue(await metrics.text(), 'camera_check_websocket_clients')).toBe(3)
})

test('the stage histogram sums the shards and keeps what a restarted one had counted', async () => {
  const metrics = createMetrics()
  const [first, second, restarted] = [new StageTimings(), new StageTimings(), new StageTimings()]
  for (const ms of [0.5, 3, 20_000]) first.record('decode', ms)
  second.record('decode', 3)
  second.record('queue', Number.NaN)
  metrics.stageLatency.follow('0', first.totals())
  metrics.stageLatency.follow('0', first.totals())
  metrics.stageLatency.follow('1', second.totals())
  restarted.record('decode', -1)
  metrics.stageLatency.follow('0', restarted.totals())
  const text = await metrics.text()
  const name = 'camera_check_stage_latency_seconds'
  expect(seriesValue(text, `${name}_bucket{le="0.0005",stage="decode"}`)).toBe(2)
  expect(seriesValue(text, `${name}_bucket{le="0.005",stage="decode"}`)).toBe(4)
  expect(seriesValue(text, `${name}_bucket{le="10",stage="decode"}`)).toBe(4)
  expect(seriesValue(text, `${name}_bucket{le="+Inf",stage="decode"}`)).toBe(5)
  expect(seriesValue(text, `${name}_count{stage="decode"}`)).toBe(5)
  expect(seriesValue(text, `${name}_sum{stage="decode"}`)).toBeCloseTo(20.0065)
  expect(seriesValue(text, `${name}_count{stage="queue"}`)).toBe(1)
})
