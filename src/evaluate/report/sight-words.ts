import type { AlarmRate } from '../sight/alarm-rate.ts'
import { type FaultSight, lasting } from '../sight/camera-sight.ts'
import { FAULT_MS } from '../sight/plan-sight.ts'
import { seconds } from './format.ts'

export type SightVerdict = 'found' | 'in part' | 'missed' | 'unknown'

/** Everything was found from the sizes of the catalogue on, some of it, nothing, or nothing could be tried. */
export function verdictOf({ tries, found, foundFrom, steps }: FaultSight): SightVerdict {
  if (tries === 0) return 'unknown'
  const others = steps.filter(({ size }) => size === null)
  const hasSizes = steps.some(({ size }) => size !== null)
  const othersFound = others.every(step => step.found === step.tries)
  if (othersFound && (!hasSizes || foundFrom !== null)) return 'found'
  return found === 0 ? 'missed' : 'in part'
}

/** `a cover of 25 % of the view or more`, `always`, `never`, or what was found. */
export function fromWords(fault: FaultSight): string {
  const { foundFrom, steps, tries, found, untried } = fault
  if (tries === 0) return untried ?? 'nothing could be tried'
  const sized = steps.filter(({ size }) => size !== null)
  const least = sized[0]
  if (foundFrom !== null)
    return foundFrom === least ? `${foundFrom.words}, and perhaps less` : `${foundFrom.words} or more`
  if (found === 0) return 'never'
  if (sized.length === 0) return found === tries ? 'always' : `${found} of ${tries} times`
  return `not for certain, not even ${sized.at(-1)?.words}`
}

/** What was not found: sizes first, then other ways; empty when all was. */
export function missedWords({ steps, reasons }: FaultSight): string {
  const missed = steps
    .filter(({ found, tries }) => found < tries)
    .map(({ words, found, tries }) => (found === 0 ? words : `${words} (${found} of ${tries} found)`))
  return [...missed, ...reasons.map(reason => `not judged: ${reason}`)].join('; ')
}

/** `1.2 s / 2.0 s`: median and 95 %. */
export function delayWords({ delayMedianMs, delayP95Ms }: FaultSight): string {
  return delayMedianMs === null ? '-' : `${seconds(delayMedianMs)} / ${seconds(delayP95Ms)}`
}

export function alarmWords(alarms: AlarmRate | null): string {
  if (alarms === null || alarms.perHour === null || alarms.atMostPerHour === null) {
    return 'False alarms on the footage as it is: not known'
  }
  const rate = alarms.count === 0 ? 'none' : `${alarms.count}, which is ${short(alarms.perHour)} an hour`
  const most = `fewer than ${short(alarms.atMostPerHour)} an hour with a confidence of 95 %`
  return `False alarms on the footage as it is: ${rate} in ${lasting(alarms.watchedMs)} (${most})`
}

/** What the figures of a fault mean. */
export const HOW_TO_READ = `Each fault lasts ${FAULT_MS / 1000} s, after 20 s or more of the healthy scene; what is not told by then counts as missed. A fault is found when anything but Normal is told, and nothing was before.`

function short(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2)
}
