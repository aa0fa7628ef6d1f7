import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../src/lib/latency-histogram.ts'

describe('latency histogram', () => {
  it('gives quantiles within 5 % of the sorted values', () => {
    const histogram = new LatencyHistogram()
    const values = Array.from({ length: 5000 }, (_, i) => 0.01 * 1.002 ** i)
    for (const value of values) histogram.record(value)
    const summary = histogram.summary()
    for (const [share, got] of [
      [0.5, summary.p50_ms],
      [0.95, summary.p95_ms],
      [0.99, summary.p99_ms]
    ] as const) {
      const exact = values[Math.ceil(share * values.length) - 1]!
      expect(Math.abs(got! / exact - 1)).toBeLessThan(0.05)
    }
    expect(summary.count).toBe(5000)
    expect(summary.max_ms).toBeCloseTo(values.at(-1)!, 2)
  })

  it('has nothing to say without values', () => {
    expect(new LatencyHistogram().summary()).toEqual({
      count: 0,
      mean_ms: null,
      p50_ms: null,
      p95_ms: null,
      p99_ms: null,
      max_ms: null
    })
  })

  it('takes negative, NaN and huge durations without breaking', () => {
    const histogram = new LatencyHistogram()
    for (const value of [-5, Number.NaN, 0, 1e9]) histogram.record(value)
    expect(histogram.summary()).toMatchObject({ count: 4, p50_ms: 0.001 })
  })

  it('is empty after a reset', () => {
    const histogram = new LatencyHistogram()
    histogram.record(5)
    histogram.reset()
    expect(histogram.summary().count).toBe(0)
  })
})
