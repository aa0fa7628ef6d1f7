import type { MetricObjectWithValues, MetricValueWithName, Registry } from 'prom-client'
import { Histogram } from 'prom-client'
import { LATENCY_BUCKETS_SECONDS, METRICS } from './metric-declarations.ts'
import type { StageTotals, TimingTotals } from './stage-timings.ts'

type Stage = 'stage'

/**
 * The stage latency histogram, filled from counts that shards keep: a message for every frame between threads would cost
 * more than the judging. prom-client's own histogram can only be given single observations.
 */
export class StageHistogram extends Histogram<Stage> {
  /** Last totals of each source, and what restarted sources had counted before. */
  readonly #current = new Map<string, TimingTotals>()
  #past: TimingTotals = {}

  constructor(registry: Registry) {
    const { name, help } = METRICS.stageLatency
    super({ name, help, labelNames: ['stage'], registers: [registry] })
  }

  /**
   * Replaces what one source has counted so far. A source that counts from 0 again was restarted; what it counted before
   * is kept.
   */
  follow(source: string, totals: TimingTotals): void {
    const before = this.#current.get(source)
    if (before !== undefined && countOf(totals) < countOf(before)) this.#past = add([this.#past, before])
    this.#current.set(source, totals)
  }

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<Stage>>> {
    const values = Object.entries(add([this.#past, ...this.#current.values()])).flatMap(([stage, totals]) =>
      series(stage, totals)
    )
    const { name, help } = METRICS.stageLatency
    // The registry looks at the values alone; the rest of the type is prom-client's own bookkeeping.
    const metric = { name, help, type: 'histogram', values, aggregator: 'sum' }
    return metric as unknown as MetricObjectWithValues<MetricValueWithName<Stage>>
  }

  /** What the registry calls in place of `get` when it writes text. */
  getForPromString(): Promise<MetricObjectWithValues<MetricValueWithName<Stage>>> {
    return this.get()
  }
}

function countOf(totals: TimingTotals): number {
  return Object.values(totals).reduce((count, { buckets }) => count + buckets.reduce((a, b) => a + b, 0), 0)
}

function add(all: readonly TimingTotals[]): TimingTotals {
  const stages = [...new Set(all.flatMap(totals => Object.keys(totals)))]
  return Object.fromEntries(stages.map(stage => [stage, sum(all.flatMap(totals => totals[stage] ?? []))]))
}

function sum(parts: readonly StageTotals[]): StageTotals {
  const bucketCount = LATENCY_BUCKETS_SECONDS.length + 1
  return {
    buckets: Array.from({ length: bucketCount }, (_, i) => parts.reduce((n, part) => n + (part.buckets[i] ?? 0), 0)),
    sumSeconds: parts.reduce((seconds, part) => seconds + part.sumSeconds, 0)
  }
}

function series(stage: string, totals: StageTotals): object[] {
  const { name } = METRICS.stageLatency
  let count = 0
  const buckets = totals.buckets.map((inBucket, i) => {
    count += inBucket
    return { metricName: `${name}_bucket`, labels: { le: LATENCY_BUCKETS_SECONDS[i] ?? '+Inf', stage }, value: count }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: { stage }, value: totals.sumSeconds },
    { metricName: `${name}_count`, labels: { stage }, value: count }
  ]
}
