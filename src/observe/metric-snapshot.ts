/** One value of a metric. */
export interface MetricPoint {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** One histogram with its labels. */
export interface HistogramPoint {
  readonly labels: Readonly<Record<string, string>>
  /** Upper bounds, ascending, without infinity. */
  readonly bounds: readonly number[]
  /** How many lie in each, not cumulative; one more than bounds. */
  readonly counts: readonly number[]
  readonly sum: number
}

/** A metric as it stands, under the name and with the help that it is declared with. */
export type MetricSnapshot =
  | {
      readonly kind: 'counter' | 'gauge'
      readonly name: string
      readonly help: string
      readonly points: readonly MetricPoint[]
    }
  | {
      readonly kind: 'histogram'
      readonly name: string
      readonly help: string
      readonly points: readonly HistogramPoint[]
    }

/** What prom-client gives of a metric, as far as it is looked at. */
export interface RegisteredMetric {
  readonly name: string
  readonly help: string
  /** A word in newer versions, a number in older ones' types. */
  readonly type: unknown
  readonly values: readonly {
    readonly value: number
    readonly labels: Readonly<Record<string, string | number | undefined>>
    readonly metricName?: string
  }[]
}

/** @returns Null for what is neither counter, gauge nor histogram. */
export function snapshotOf({ name, help, type, values }: RegisteredMetric): MetricSnapshot | null {
  if (type === 'counter' || type === 'gauge') {
    const points = values.map(({ labels, value }) => ({ labels: textLabels(labels), value }))
    return { kind: type, name, help, points }
  }
  if (type !== 'histogram') return null
  const groups = grouped(values)
  return { kind: 'histogram', name, help, points: Array.from(groups.values(), group => histogram(name, group)) }
}

type Values = RegisteredMetric['values']

function grouped(values: Values): Map<string, Values[number][]> {
  const groups = new Map<string, Values[number][]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}

function keyOf({ labels }: Values[number]): string {
  return JSON.stringify(textLabels(withoutBound(labels)))
}

/** From cumulative buckets, as Prometheus has them. */
function histogram(name: string, values: Values): HistogramPoint {
  const buckets = values
    .filter(({ metricName }) => metricName === `${name}_bucket`)
    .map(({ labels, value }) => ({ bound: boundOf(labels.le), value }))
    .toSorted((one, other) => one.bound - other.bound)
  return {
    labels: textLabels(withoutBound(values[0]?.labels ?? {})),
    bounds: buckets.map(({ bound }) => bound).filter(Number.isFinite),
    counts: buckets.map(({ value }, i) => value - (buckets[i - 1]?.value ?? 0)),
    sum: values.find(({ metricName }) => metricName === `${name}_sum`)?.value ?? 0
  }
}

function boundOf(le: string | number | undefined): number {
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)
}

function withoutBound({ le: _le, ...labels }: Values[number]['labels']): Values[number]['labels'] {
  return labels
}

function textLabels(labels: Values[number]['labels']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  )
}
