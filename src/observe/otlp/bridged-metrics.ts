import { ValueType } from '@opentelemetry/api'
import type { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import type { Resource } from '@opentelemetry/resources'
import type { MetricSnapshot } from '../metric-snapshot.ts'
import { hrTime } from './readable-span.ts'

/** As the exporters take it. */
export type ResourceMetrics = Parameters<OTLPMetricExporter['export']>[0]
type MetricData = ResourceMetrics['scopeMetrics'][number]['metrics'][number]

/** Numbers of the library's AggregationTemporality and DataPointType, which stand in a package that it brings along. */
const CUMULATIVE = 1
const HISTOGRAM = 0
const GAUGE = 2
const SUM = 3

/** By the end of a name, as Prometheus names units; in UCUM. */
const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['_seconds', 's'],
  ['_bytes', 'By'],
  ['_ratio', '1'],
  ['_days_left', 'd'],
  ['_per_second', '/s']
]

export interface BridgeTerms {
  readonly resource: Resource
  readonly scope: { readonly name: string; readonly version: string }
  /** When counting began, epoch ms. */
  readonly startedAtMs: number
  readonly nowMs: number
}

/** The metrics in the exporter's words: names and help as declared, and the unit that the name carries. */
export function bridgedMetrics(snapshots: readonly MetricSnapshot[], terms: BridgeTerms): ResourceMetrics {
  const metrics = snapshots.map(snapshot => bridged(snapshot, terms)).filter(({ dataPoints }) => dataPoints.length > 0)
  return { resource: terms.resource, scopeMetrics: [{ scope: terms.scope, metrics }] }
}

function bridged(snapshot: MetricSnapshot, { startedAtMs, nowMs }: BridgeTerms): MetricData {
  const { name, help } = snapshot
  const common = {
    descriptor: { name, description: help, unit: unitOf(name), valueType: ValueType.DOUBLE },
    aggregationTemporality: CUMULATIVE
  } as const
  const times = { startTime: hrTime(startedAtMs), endTime: hrTime(nowMs) }
  if (snapshot.kind === 'histogram') {
    const dataPoints = snapshot.points.map(({ labels, bounds, counts, sum }) => ({
      ...times,
      attributes: { ...labels },
      value: {
        buckets: { boundaries: [...bounds], counts: [...counts] },
        sum,
        count: counts.reduce((a, b) => a + b, 0)
      }
    }))
    return { ...common, dataPointType: HISTOGRAM, dataPoints }
  }
  // NaN says that there is nothing to say.
  const points = snapshot.points.filter(({ value }) => !Number.isNaN(value))
  const dataPoints = points.map(({ labels, value }) => ({ ...times, attributes: { ...labels }, value }))
  if (snapshot.kind === 'gauge') return { ...common, dataPointType: GAUGE, dataPoints }
  return { ...common, dataPointType: SUM, isMonotonic: true, dataPoints }
}

export function unitOf(name: string): string {
  const bare = name.replace(/_total$/, '')
  return UNITS.find(([ending]) => bare.endsWith(ending))?.[1] ?? ''
}
