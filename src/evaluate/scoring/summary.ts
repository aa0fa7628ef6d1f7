import { quantile } from './quantile.ts'
import type { Score } from './score-scenario.ts'

/** Figures over many scenarios. Shares are 0..1, null where there is nothing to count. */
export interface Summary {
  readonly scenarios: number
  readonly faults: number
  readonly recall: number | null
  /** Detected, and not because something was told before already. */
  readonly recallClean: number | null
  readonly sustained: number | null
  readonly rightKind: number | null
  readonly delayMedianMs: number | null
  readonly delayP95Ms: number | null
  readonly recoveryMedianMs: number | null
  readonly notRecovered: number
  readonly negativeHours: number
  readonly falseAlarmsOnNegatives: number
  readonly falseAlarmsPerHourOnNegatives: number | null
  readonly normalHours: number
  readonly falseAlarmsOnNormalParts: number
  readonly falseAlarmsPerHourOnNormalParts: number | null
}

const HOUR_MS = 3_600_000

export function summarise(scores: readonly Score[]): Summary {
  const faults = scores.flatMap(({ fault }) => (fault === null ? [] : [fault]))
  const share = (count: number) => (faults.length === 0 ? null : count / faults.length)
  const delays = faults.flatMap(({ delayMs }) => delayMs ?? [])
  const recoveries = faults.flatMap(({ detected, recoveryMs }) => (detected ? (recoveryMs ?? []) : []))
  return {
    scenarios: scores.length,
    faults: faults.length,
    recall: share(faults.filter(fault => fault.detected).length),
    recallClean: share(faults.filter(fault => fault.detected && !fault.alarmedBefore).length),
    sustained: share(faults.filter(fault => fault.sustained).length),
    rightKind: share(faults.filter(fault => fault.rightKind).length),
    delayMedianMs: quantile(delays, 0.5),
    delayP95Ms: quantile(delays, 0.95),
    recoveryMedianMs: quantile(recoveries, 0.5),
    notRecovered: faults.filter(fault => fault.detected && fault.recoveryMs === null).length,
    ...alarmFigures(scores)
  }
}

function alarmFigures(scores: readonly Score[]) {
  const negatives = alarms(scores.filter(({ fault }) => fault === null))
  const normal = alarms(scores.filter(({ fault }) => fault !== null))
  return {
    negativeHours: negatives.hours,
    falseAlarmsOnNegatives: negatives.count,
    falseAlarmsPerHourOnNegatives: negatives.perHour,
    normalHours: normal.hours,
    falseAlarmsOnNormalParts: normal.count,
    falseAlarmsPerHourOnNormalParts: normal.perHour
  }
}

function alarms(scores: readonly Score[]): { hours: number; count: number; perHour: number | null } {
  const hours = scores.reduce((sum, { normalMs }) => sum + normalMs, 0) / HOUR_MS
  const count = scores.reduce((sum, { falseAlarms }) => sum + falseAlarms.length, 0)
  return { hours, count, perHour: hours === 0 ? null : count / hours }
}

/** Scores in groups, each under its name, in the order of their names. */
export function grouped(scores: readonly Score[], nameOf: (score: Score) => string): [string, readonly Score[]][] {
  const groups = new Map<string, Score[]>()
  for (const score of scores) {
    const name = nameOf(score)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [score])
    else group.push(score)
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1))
}

/** What was staged: the fault's kind or the negative's name. */
export function stagedName({ scenario: { staged } }: Score): string {
  return staged.type === 'fault' ? staged.kind : staged.name
}

/** How often each kind was told for each injected kind; a fault that was missed counts as `missed`. */
export function confusion(scores: readonly Score[]): Map<string, Map<string, number>> {
  const rows = new Map<string, Map<string, number>>()
  for (const score of scores) {
    if (score.fault === null) continue
    const row = rows.get(stagedName(score)) ?? new Map<string, number>()
    const told = score.fault.told ?? 'missed'
    row.set(told, (row.get(told) ?? 0) + 1)
    rows.set(stagedName(score), row)
  }
  return rows
}
