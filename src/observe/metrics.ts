import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { METRICS, type MetricId } from './metric-declarations.ts'
import { type MetricSnapshot, snapshotOf } from './metric-snapshot.ts'
import { StageHistogram } from './stage-histogram.ts'

type LabelsOf<Id extends MetricId> = { readonly [Label in (typeof METRICS)[Id]['labels'][number]]: string }

/** A number that only grows. */
interface CounterHandle<Labels> {
  add(count: number, labels: Labels): void
  /**
   * Takes over a total that somebody else keeps: what it grew since the call before is added. A total that fell was
   * restarted from 0.
   *
   * @param source Who keeps it; a shard's number, say.
   */
  follow(source: string, total: number, labels: Labels): void
}

interface GaugeHandle<Labels> {
  set(value: number, labels: Labels): void
  /** Takes away all of its series: those that are still true are set again. */
  clear(): void
}

type HandleOf<Id extends MetricId> = (typeof METRICS)[Id]['kind'] extends 'counter'
  ? CounterHandle<LabelsOf<Id>>
  : (typeof METRICS)[Id]['kind'] extends 'gauge'
    ? GaugeHandle<LabelsOf<Id>>
    : StageHistogram

export type Metrics = { readonly [Id in MetricId]: HandleOf<Id> } & {
  /** Prometheus text of every metric, and its content type. */
  readonly text: () => Promise<string>
  readonly contentType: string
  /** Every metric as it stands, for who takes it otherwise than as text. */
  readonly snapshot: () => Promise<readonly MetricSnapshot[]>
  /** Runs before each scrape: the place to set gauges and to follow totals. */
  readonly onScrape: (update: () => void | Promise<void>) => void
}

type AnyLabels = Readonly<Record<string, string>>

/**
 * Makes a registry with every declared metric and Node's own (process and event loop).
 *
 * @example
 * const metrics = createMetrics()
 * metrics.framesDropped.add(3, { reason: 'overload' })
 * metrics.wsClients.set(2, {})
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const updates: (() => void | Promise<void>)[] = []
  collectDefaultMetrics({ register: registry })
  const handles = Object.fromEntries((Object.keys(METRICS) as MetricId[]).map(id => [id, createHandle(id, registry)]))
  return {
    ...(handles as { readonly [Id in MetricId]: HandleOf<Id> }),
    contentType: registry.contentType,
    onScrape: update => updates.push(update),
    text: async () => {
      await Promise.all(updates.map(update => update()))
      return registry.metrics()
    },
    snapshot: async () => {
      await Promise.all(updates.map(update => update()))
      const metrics = await registry.getMetricsAsJSON()
      return metrics.flatMap(metric => snapshotOf(metric) ?? [])
    }
  }
}

function createHandle(
  id: MetricId,
  registry: Registry
): CounterHandle<AnyLabels> | GaugeHandle<AnyLabels> | StageHistogram {
  const { name, help, kind, labels } = METRICS[id]
  const options = { name, help, labelNames: [...labels], registers: [registry] }
  if (kind === 'histogram') return new StageHistogram(registry)
  if (kind === 'gauge') {
    const gauge = new Gauge<string>(options)
    return { set: (value, values) => gauge.set(values, value), clear: () => gauge.reset() }
  }
  return createCounter(new Counter<string>(options))
}

function createCounter(counter: Counter<string>): CounterHandle<AnyLabels> {
  const totals = new Map<string, number>()
  return {
    add: (count, labels) => counter.inc(labels, count),
    follow: (source, total, labels) => {
      const key = JSON.stringify([source, labels])
      const before = totals.get(key) ?? 0
      totals.set(key, total)
      counter.inc(labels, total >= before ? total - before : total)
    }
  }
}
