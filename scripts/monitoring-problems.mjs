// What is wrong with the Grafana dashboard and the alert rules, held against what a running service really exposes.
import { parser } from '@prometheus-io/lezer-promql'

/** Grafana's own variables, which stand for a duration or a pattern. */
const VARIABLES = [
  [/\$__rate_interval|\$__interval|\$__range/g, '5m'],
  [/\$(job|instance)\b/g, '.+']
]
/** Labels that the scraper adds. */
const SCRAPED = new Set(['job', 'instance'])
const SEVERITIES = new Set(['page', 'ticket'])
/** Made by the scraper itself. */
const OF_PROMETHEUS = new Set(['up'])

/**
 * @param {string} text Of `/metrics`.
 * @param {readonly {name: string, kind: string, labels: readonly string[]}[]} declarations Of all metrics: what has counted
 *   nothing yet shows no labels.
 * @returns {Map<string, Set<string>>} Names of exposed series, each with its labels.
 */
export function exposedSeries(text, declarations) {
  const series = new Map()
  const kinds = new Map()
  for (const line of text.split('\n')) {
    const type = /^# TYPE (\S+) (\S+)/.exec(line)
    if (type !== null) {
      const [, name, kind] = type
      kinds.set(name, kind)
      for (const part of kind === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])
        series.set(name + part, new Set(part === '_bucket' ? ['le'] : []))
    }
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line)
    if (sample === null) continue
    const labels = series.get(sample[1]) ?? new Set()
    for (const [, label] of (sample[2] ?? '').matchAll(/([a-zA-Z_]\w*)="/g)) labels.add(label)
    series.set(sample[1], labels)
  }
  for (const { name, labels, kind } of declarations) {
    const shown = series.get(kind === 'histogram' ? `${name}_bucket` : name)
    for (const label of labels) shown?.add(label)
  }
  return series
}

/**
 * @param {string} expr PromQL.
 * @param {Map<string, ReadonlySet<string>>} series Names with their labels.
 * @returns {string[]} Problems; empty when there are none.
 */
export function expressionProblems(expr, series) {
  const text = VARIABLES.reduce((done, [pattern, value]) => done.replace(pattern, value), expr)
  const names = []
  const labels = []
  let isBroken = false
  const cursor = parser.parse(text).cursor()
  do {
    if (cursor.type.isError) isBroken = true
    const word = text.slice(cursor.from, cursor.to)
    if (cursor.name === 'Identifier') names.push(word)
    if (cursor.name === 'LabelName') labels.push(word)
  } while (cursor.next())
  if (isBroken) return ['it is no PromQL']
  const known = names.filter(name => series.has(name) || OF_PROMETHEUS.has(name))
  const has = new Set([...SCRAPED, ...known.flatMap(name => [...(series.get(name) ?? [])])])
  return [
    ...(names.length === 0 ? ['it asks for no metric'] : []),
    ...names.filter(name => !known.includes(name)).map(name => `there is no metric ${name}`),
    ...labels.filter(label => !has.has(label)).map(label => `no metric in it has a label ${label}`)
  ]
}

/** @param {object} dashboard Grafana's JSON. @returns {string[]} Problems, each with its panel. */
export function dashboardProblems(dashboard, series) {
  const panels = dashboard.panels ?? []
  const ids = panels.map(({ id }) => id)
  const problems = ids.length === new Set(ids).size ? [] : ['panels share an id']
  for (const [i, panel] of panels.entries()) {
    const { title, gridPos } = panel
    if (!title) problems.push(`panel ${panel.id} has no title`)
    if (panels.slice(i + 1).some(other => overlap(gridPos, other.gridPos)))
      problems.push(`${title}: it overlaps another`)
    if (gridPos.x + gridPos.w > 24) problems.push(`${title}: it is outside of the 24 columns`)
    for (const { expr, legendFormat = '' } of panel.targets ?? []) {
      for (const problem of expressionProblems(expr, series)) problems.push(`${title}: ${problem}: ${expr}`)
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
        if (!expr.includes(label) && !SCRAPED.has(label)) problems.push(`${title}: the legend's ${label} is gone`)
      }
    }
    if (panel.type !== 'row' && !(panel.targets?.length > 0)) problems.push(`${title}: it shows nothing`)
  }
  for (const { name, definition } of dashboard.templating.list.filter(({ type }) => type === 'query')) {
    const metric = /^label_values\((\w+)/.exec(definition)?.[1]
    if (metric === undefined || !series.has(metric)) problems.push(`variable ${name}: there is no metric ${metric}`)
  }
  return problems
}

/** @param {object} rules Of a Prometheus rule file. @returns {string[]} Problems, each with its alert. */
export function rulesProblems({ groups }, series) {
  const rules = groups.flatMap(group => group.rules)
  const names = rules.map(({ alert }) => alert)
  const problems = names.length === new Set(names).size ? [] : ['two alerts have one name']
  for (const { alert, expr, labels, annotations, for: duration } of rules) {
    for (const problem of expressionProblems(expr, series)) problems.push(`${alert}: ${problem}: ${expr}`)
    if (duration !== undefined && !/^\d+[smhd]$/.test(duration)) problems.push(`${alert}: no duration: ${duration}`)
    if (!SEVERITIES.has(labels?.severity)) problems.push(`${alert}: its severity is ${labels?.severity}`)
    if (!annotations?.summary || !annotations?.description) problems.push(`${alert}: it does not say what to do`)
  }
  return problems
}

function overlap(one, other) {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h
}
