import type { FaultKind } from '../../model/fault.ts'
import type { Scenario } from '../scenario.ts'
import type { Report } from '../trial.ts'
import { variantOf } from '../virtual-camera.ts'

/** Alarms closer than this are one, ms. */
const MERGE_MS = 2000
/** After the end of a fault, an alarm that begins within this time belongs to it, ms. */
const GRACE_MS = 5000
/** A fault is sustained when it is told for at least half of what is left after this time, ms (half of it, if it is short). */
const SUSTAINED_AFTER_MS = 5000
/** Recovered: Normal, and Normal for so long, ms. */
const STEADY_MS = 2000

/** How one scenario went. */
export interface Score {
  readonly scenario: Scenario
  /** Of the fault; null for a negative. */
  readonly fault: FaultScore | null
  readonly falseAlarms: readonly FalseAlarm[]
  /** Time in which a false alarm counts, ms. */
  readonly normalMs: number
}

export interface FaultScore {
  readonly detected: boolean
  /** Something was told before it began already, and not only since then. */
  readonly alarmedBefore: boolean
  readonly sustained: boolean
  /** Kind told for longest while the fault was there, as main cause or beside it; null when nothing was told. */
  readonly told: FaultKind | null
  readonly rightKind: boolean
  /** From its begin to the first report, ms; null when it was missed. */
  readonly delayMs: number | null
  /** From its end to lasting Normal, ms; null when that never came. */
  readonly recoveryMs: number | null
}

export interface FalseAlarm {
  readonly fromMs: number
  readonly untilMs: number
  readonly kind: FaultKind
}

/** @param reports In the order of time; each holds until the next. Before the first nothing was told. */
export function scoreScenario(scenario: Scenario, reports: readonly Report[]): Score {
  const alarms = mergedAlarms(reports, scenario.totalMs)
  const { staged, countsFromMs, totalMs } = scenario
  const isFault = staged.type === 'fault'
  const falseAlarms = alarms.filter(({ fromMs, untilMs }) => {
    if (untilMs <= countsFromMs) return false
    return !(isFault && fromMs >= staged.fromMs && fromMs <= staged.untilMs + GRACE_MS)
  })
  return {
    scenario,
    fault: isFault ? scoreFault(scenario, reports) : null,
    falseAlarms,
    normalMs: totalMs - countsFromMs - (isFault ? staged.untilMs - staged.fromMs : 0)
  }
}

function scoreFault(scenario: Scenario, reports: readonly Report[]): FaultScore {
  const { staged, totalMs } = scenario
  const { fromMs, untilMs } = staged
  const before = kindsAt(reports, fromMs - 1).length > 0
  const spans = spansOf(reports, totalMs).filter(span => span.untilMs > fromMs && span.fromMs < untilMs)
  const abnormal = spans.filter(span => span.kinds.length > 0)
  const firstMs = abnormal.length === 0 ? null : Math.max(fromMs, abnormal[0]!.fromMs)
  const restFromMs = fromMs + Math.min(SUSTAINED_AFTER_MS, (untilMs - fromMs) / 2)
  const told = longestKind(abnormal, fromMs, untilMs)
  return {
    detected: firstMs !== null,
    alarmedBefore: before,
    sustained: overlap(abnormal, restFromMs, untilMs) >= (untilMs - restFromMs) / 2,
    told,
    rightKind: told !== null && acceptedKinds(scenario).includes(told),
    delayMs: firstMs === null ? null : firstMs - fromMs,
    recoveryMs: recoveryAfter(reports, untilMs, totalMs)
  }
}

/** The kind that was injected, and those that name its variant as well. */
function acceptedKinds({ staged }: Scenario): readonly FaultKind[] {
  return staged.type === 'fault' ? [staged.kind, ...(variantOf(staged).alsoAccepts ?? [])] : []
}

interface Span {
  readonly fromMs: number
  readonly untilMs: number
  readonly kinds: readonly FaultKind[]
}

function spansOf(reports: readonly Report[], totalMs: number): Span[] {
  return reports.map(({ atMs, kinds }, i) => ({ fromMs: atMs, untilMs: reports[i + 1]?.atMs ?? totalMs, kinds }))
}

function kindsAt(reports: readonly Report[], ms: number): readonly FaultKind[] {
  return reports.findLast(report => report.atMs <= ms)?.kinds ?? []
}

function overlap(spans: readonly Span[], fromMs: number, untilMs: number): number {
  return spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.untilMs, untilMs) - Math.max(span.fromMs, fromMs)),
    0
  )
}

function longestKind(spans: readonly Span[], fromMs: number, untilMs: number): FaultKind | null {
  const held = new Map<FaultKind, number>()
  for (const span of spans) {
    for (const kind of span.kinds) held.set(kind, (held.get(kind) ?? 0) + overlap([span], fromMs, untilMs))
  }
  const [longest] = [...held].sort((one, other) => other[1] - one[1])
  return longest?.[0] ?? null
}

function recoveryAfter(reports: readonly Report[], untilMs: number, totalMs: number): number | null {
  if (kindsAt(reports, untilMs).length === 0) return 0
  const normal = spansOf(reports, totalMs).find(
    span => span.fromMs >= untilMs && span.kinds.length === 0 && staysNormal(span, totalMs)
  )
  return normal === undefined ? null : normal.fromMs - untilMs
}

function staysNormal(span: Span, totalMs: number): boolean {
  return span.untilMs >= Math.min(totalMs, span.fromMs + STEADY_MS)
}

function mergedAlarms(reports: readonly Report[], totalMs: number): FalseAlarm[] {
  const alarms: { fromMs: number; untilMs: number; kind: FaultKind }[] = []
  for (const { fromMs, untilMs, kinds } of spansOf(reports, totalMs)) {
    const [kind] = kinds
    if (kind === undefined) continue
    const last = alarms.at(-1)
    if (last !== undefined && fromMs - last.untilMs <= MERGE_MS) last.untilMs = untilMs
    else alarms.push({ fromMs, untilMs, kind })
  }
  return alarms
}
