import type { FaultKind } from '../../model/fault.ts'
import type { FootageScene } from '../footage/footage.ts'
import { quantile } from '../scoring/quantile.ts'
import type { Score } from '../scoring/score-scenario.ts'
import { type AlarmRate, alarmRate } from './alarm-rate.ts'
import { LADDERS } from './ladders.ts'
import { type Try, untried, variantWords } from './plan-sight.ts'

/** How one try went. */
export interface TryResult {
  /** Null for the footage as it is. */
  readonly attempt: Try | null
  readonly score: Score
  /** Kinds that were not judged while the fault was there, and why. */
  readonly notJudged: readonly { readonly kind: string; readonly reason: string }[]
}

/** One size of a fault, or one way in which it shows. */
export interface Step {
  /** For instance `a cover of 20 % of the view`, `low sun`. */
  readonly words: string
  readonly size: number | null
  readonly variant: string
  readonly tries: number
  readonly found: number
}

/** What is seen of one kind of fault. */
export interface FaultSight {
  readonly kind: FaultKind
  readonly tries: number
  readonly found: number
  /** Of those that were found: told by the right name. */
  readonly named: number
  /** Told before the fault began already: proves nothing, and counts in no other figure. */
  readonly spoilt: number
  /** From its begin to the first alarm, ms; null when nothing was found. */
  readonly delayMedianMs: number | null
  readonly delayP95Ms: number | null
  /** By size, the smallest first; then other ways in which it shows. */
  readonly steps: readonly Step[]
  /** The smallest size from which on every try was found; null when there is none, or the kind has no sizes. */
  readonly foundFrom: Step | null
  /** Why the scene or the light does not allow a verdict, as the judge said. */
  readonly reasons: readonly string[]
  /** Why nothing could be tried; null where it was. */
  readonly untried: string | null
}

export interface FalseAlarmAt {
  readonly kind: FaultKind
  readonly fromMs: number
  readonly untilMs: number
}

/** What one camera can see. */
export interface CameraSight {
  readonly camera: string
  readonly widthPx: number
  readonly heightPx: number
  readonly monochrome: boolean
  /** Null for footage without an end. */
  readonly footageMs: number | null
  readonly faults: readonly FaultSight[]
  /** Of the footage as it is; null where it could not be shown. */
  readonly alarms: (AlarmRate & { readonly list: readonly FalseAlarmAt[] }) | null
  /** What this footage cannot tell. */
  readonly doubts: readonly string[]
}

/** Less footage than this repeats itself within one try, ms. */
const SHORT_MS = 30_000
/** Under so many hours without an alarm, nothing can be said of one a day. */
const HOUR_MS = 3_600_000

export function cameraSight(
  scene: FootageScene,
  kinds: readonly FaultKind[],
  results: readonly TryResult[]
): CameraSight {
  const plain = results.find(({ attempt }) => attempt === null)
  const left = untried(scene)
  const faults = kinds.map(kind =>
    faultSight(
      kind,
      results.filter(({ attempt }) => attempt?.kind === kind),
      left.get(kind) ?? null
    )
  )
  const list = plain?.score.falseAlarms ?? []
  const alarms = plain === undefined ? null : { ...alarmRate(list.length, plain.score.normalMs), list }
  const { id: camera, width: widthPx, height: heightPx, monochrome, own } = scene
  const footageMs = own?.lengthMs ?? null
  return {
    camera,
    widthPx,
    heightPx,
    monochrome,
    footageMs,
    faults,
    alarms,
    doubts: doubtsOf(footageMs, alarms, faults)
  }
}

function faultSight(kind: FaultKind, results: readonly TryResult[], why: string | null): FaultSight {
  const clean = results.filter(({ score }) => score.fault !== null && !score.fault.alarmedBefore)
  const found = clean.flatMap(({ score }) => (score.fault?.detected === true ? [score.fault] : []))
  const delays = found.flatMap(({ delayMs }) => delayMs ?? [])
  const steps = stepsOf(kind, clean)
  const reasons = clean.flatMap(({ notJudged }) => notJudged.filter(one => one.kind === kind).map(one => one.reason))
  return {
    kind,
    tries: clean.length,
    found: found.length,
    named: found.filter(({ rightKind }) => rightKind).length,
    spoilt: results.length - clean.length,
    delayMedianMs: quantile(delays, 0.5),
    delayP95Ms: quantile(delays, 0.95),
    steps,
    foundFrom: smallestSure(steps),
    reasons: [...new Set(reasons)],
    untried: results.length === 0 ? (why ?? 'it was not asked for') : null
  }
}

function stepsOf(kind: FaultKind, results: readonly TryResult[]): Step[] {
  const steps = new Map<string, Step>()
  for (const { attempt, score } of results) {
    if (attempt === null) continue
    const { variant, size } = attempt
    const words = size === null ? variantWords({ id: variant }) : (LADDERS[kind]?.words(size) ?? String(size))
    const key = `${variant} ${size}`
    const before = steps.get(key) ?? { words, size, variant, tries: 0, found: 0 }
    const found = before.found + (score.fault?.detected === true ? 1 : 0)
    steps.set(key, { ...before, tries: before.tries + 1, found })
  }
  // Results come as they are done; sizes go before other variants, those in the order of their names.
  return [...steps.values()].sort((one, other) => {
    const [left, right] = [one.size ?? Number.POSITIVE_INFINITY, other.size ?? Number.POSITIVE_INFINITY]
    if (left !== right) return left - right
    return one.variant < other.variant ? -1 : 1
  })
}

/** From here on up, every size was found every time. */
function smallestSure(steps: readonly Step[]): Step | null {
  let sure: Step | null = null
  for (const step of steps.filter(({ size }) => size !== null).reverse()) {
    if (step.found < step.tries) break
    sure = step
  }
  return sure
}

function doubtsOf(footageMs: number | null, alarms: AlarmRate | null, faults: readonly FaultSight[]): string[] {
  const doubts: string[] = []
  if (alarms === null) {
    doubts.push('False alarms cannot be told: the footage has no end, or does not say how long it is.')
  } else if (alarms.count === 0 && alarms.watchedMs < HOUR_MS) {
    const most = Math.ceil(alarms.atMostPerHour ?? 0)
    doubts.push(
      `No false alarm in ${lasting(alarms.watchedMs)} of footage only says that there are fewer than ${most} an hour (confidence 95 %); for one a day, bring three days of it.`
    )
  }
  if (footageMs !== null && footageMs < SHORT_MS) {
    doubts.push(
      `The footage lasts ${lasting(footageMs)} and was shown forth and back: what other light, weather or people do to this camera cannot be known from it.`
    )
  }
  const spoilt = faults.reduce((sum, fault) => sum + fault.spoilt, 0)
  if (spoilt > 0) {
    doubts.push(`${spoilt} tries prove nothing: something was told before the fault began already.`)
  }
  return doubts
}

/** `14 s`, `3.5 min`, `2.1 h`. @param ms >= 0 */
export function lasting(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`
  return ms < 2 * HOUR_MS ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / HOUR_MS).toFixed(1)} h`
}
