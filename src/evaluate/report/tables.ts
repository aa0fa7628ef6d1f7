import type { Score } from '../scoring/score-scenario.ts'
import { confusion, grouped, stagedName, summarise } from '../scoring/summary.ts'
import { percent, rate, seconds } from './format.ts'

/** Something that a report shows as a table. */
export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Every table of a report, those with nothing to show left out. */
export function tablesOf(scores: readonly Score[]): Table[] {
  const tables = [
    summaryTable(scores),
    kindTable(scores),
    negativeTable(scores),
    confusionTable(scores),
    sceneTable(scores)
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

export function summaryTable(scores: readonly Score[]): Table {
  const sum = summarise(scores)
  const rows = [
    ['faults', String(sum.faults)],
    ['recall', percent(sum.recall)],
    ['recall, not alarmed before', percent(sum.recallClean)],
    ['sustained', percent(sum.sustained)],
    ['right kind', percent(sum.rightKind)],
    ['delay, median', seconds(sum.delayMedianMs)],
    ['delay, p95', seconds(sum.delayP95Ms)],
    ['recovery, median', seconds(sum.recoveryMedianMs)],
    ['not recovered', String(sum.notRecovered)],
    ['false alarms on negatives', alarmText(sum.falseAlarmsOnNegatives, sum.negativeHours)],
    ['  per camera-hour', rate(sum.falseAlarmsPerHourOnNegatives)],
    ['false alarms on normal parts', alarmText(sum.falseAlarmsOnNormalParts, sum.normalHours)],
    ['  per camera-hour', rate(sum.falseAlarmsPerHourOnNormalParts)]
  ]
  return { title: 'Summary', head: ['figure', 'value'], rows }
}

function alarmText(count: number, hours: number): string {
  return `${count} in ${hours.toFixed(2)} h`
}

function kindTable(scores: readonly Score[]): Table {
  const faults = grouped(
    scores.filter(({ fault }) => fault !== null),
    stagedName
  )
  return {
    title: 'By kind',
    head: ['injected', 'n', 'recall', 'sustained', 'right kind', 'delay median', 'p95', 'recovery', 'not recovered'],
    rows: faults.map(([name, group]) => {
      const sum = summarise(group)
      const figures = [percent(sum.recall), percent(sum.sustained), percent(sum.rightKind)]
      const times = [seconds(sum.delayMedianMs), seconds(sum.delayP95Ms), seconds(sum.recoveryMedianMs)]
      return [name, String(sum.faults), ...figures, ...times, String(sum.notRecovered)]
    })
  }
}

function negativeTable(scores: readonly Score[]): Table {
  const negatives = grouped(
    scores.filter(({ fault }) => fault === null),
    stagedName
  )
  return {
    title: 'Harmless events',
    head: ['staged', 'cameras', 'false alarms', 'per hour', 'told as'],
    rows: negatives.map(([name, group]) => {
      const sum = summarise(group)
      return [
        name,
        String(group.length),
        String(sum.falseAlarmsOnNegatives),
        rate(sum.falseAlarmsPerHourOnNegatives),
        toldAs(group)
      ]
    })
  }
}

function toldAs(scores: readonly Score[]): string {
  const counts = new Map<string, number>()
  for (const { falseAlarms, scenario } of scores) {
    for (const { kind } of falseAlarms) {
      const name = `${kind} (${scenario.staged.variant})`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return [...counts].map(([name, count]) => `${name}: ${count}`).join(', ') || '-'
}

/** Injected kinds down, told kinds across. */
export function confusionTable(scores: readonly Score[]): Table {
  const rows = confusion(scores)
  const told = new Set([...rows.values()].flatMap(row => [...row.keys()]))
  const names = [...rows.keys(), ...[...told].filter(name => !rows.has(name))].filter(name => told.has(name)).sort()
  return {
    title: 'Injected (down) and told for longest (across)',
    head: ['', ...names],
    rows: [...rows].sort().map(([name, row]) => [name, ...names.map(other => String(row.get(other) ?? '.'))])
  }
}

/** Each scene alone beside all others: limits that suit some scenes only show here. */
function sceneTable(scores: readonly Score[]): Table {
  const scenes = grouped(scores, ({ scenario }) => scenario.scene)
  return {
    title: 'By scene; in brackets all other scenes without it',
    head: ['scene', 'faults', 'recall', 'sustained', 'right kind', 'delay median', 'p95', 'false alarms per hour'],
    rows: scenes.map(([name, group]) => {
      const own = summarise(group)
      const others = summarise(scores.filter(({ scenario }) => scenario.scene !== name))
      const both = (one: number | null, other: number | null) => `${percent(one)} (${percent(other)})`
      return [
        name,
        String(own.faults),
        both(own.recall, others.recall),
        both(own.sustained, others.sustained),
        both(own.rightKind, others.rightKind),
        seconds(own.delayMedianMs),
        seconds(own.delayP95Ms),
        `${rate(alarmRate(group))} (${rate(alarmRate(scores.filter(({ scenario }) => scenario.scene !== name)))})`
      ]
    })
  }
}

function alarmRate(scores: readonly Score[]): number | null {
  const hours = scores.reduce((sum, { normalMs }) => sum + normalMs, 0) / 3_600_000
  return hours === 0 ? null : scores.reduce((sum, { falseAlarms }) => sum + falseAlarms.length, 0) / hours
}
