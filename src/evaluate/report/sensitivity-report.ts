import { AS_IS, type Evaluation, type Outcome } from '../evaluate.ts'
import type { LimitTrial } from '../limit-trials.ts'
import type { Score } from '../scoring/score-scenario.ts'
import { grouped, summarise } from '../scoring/summary.ts'
import { table } from './format.ts'

/** What a false alarm costs beside a fault that is missed, told for a moment only, or told wrongly (1 for each share of faults). */
const ALARM_COST = 0.5

/** What every limit does when it is moved: which scenarios go otherwise, and whether other scenes would choose as well. */
export function sensitivityReport({ outcomes }: Evaluation, trials: readonly LimitTrial[]): string[] {
  const usual = scoresOf(outcomes.get(AS_IS.name))
  const limits = [...byLimit(trials).values()]
  const factors = [...new Set(trials.map(({ factor }) => factor))]
  const rows = limits.map(moved => [
    moved[0]?.kind ?? '',
    moved[0]?.limit ?? '',
    usualValue(moved),
    ...factors.map(factor => {
      const trial = moved.find(other => other.factor === factor)
      return trial === undefined ? '' : effectOf(usual, scoresOf(outcomes.get(trial.name)))
    })
  ])
  const faults = usual.filter(({ fault }) => fault !== null).length
  return [
    `What goes otherwise when one limit is moved, of ${faults} faults and ${usual.length - faults} harmless events. Blank: nothing.`,
    ...table(['kind', 'limit', 'value', ...factors.map(factor => `x${factor}`)], rows),
    '',
    ...leaveOneOut(outcomes, usual, trials)
  ]
}

function byLimit(trials: readonly LimitTrial[]): Map<string, LimitTrial[]> {
  const limits = new Map<string, LimitTrial[]>()
  for (const trial of trials) {
    const name = `${trial.kind} ${trial.limit}`
    limits.set(name, [...(limits.get(name) ?? []), trial])
  }
  return limits
}

function usualValue([trial]: readonly LimitTrial[]): string {
  return trial === undefined ? '' : String(Number((trial.value / trial.factor).toPrecision(4)))
}

/** For instance `1 missed, 2 wrong kind, 3 false alarms more`. */
function effectOf(usual: readonly Score[], moved: readonly Score[]): string {
  const count = (name: string, isSo: (before: Score, after: Score) => boolean) => {
    const changed = usual.filter((before, i) => {
      const after = moved[i]
      return after !== undefined && isSo(before, after)
    })
    return changed.length === 0 ? [] : [`${changed.length} ${name}`]
  }
  const had = ({ fault }: Score, key: 'detected' | 'sustained' | 'rightKind') => fault?.[key] === true
  const detected = (one: Score, other: Score) => had(one, 'detected') && !had(other, 'detected')
  const sustained = (one: Score, other: Score) =>
    had(one, 'detected') && had(other, 'detected') && had(one, 'sustained') && !had(other, 'sustained')
  const right = (one: Score, other: Score) =>
    had(one, 'detected') && had(other, 'detected') && had(one, 'rightKind') && !had(other, 'rightKind')
  return [
    ...count('missed', detected),
    ...count('not sustained', sustained),
    ...count('wrong kind', right),
    ...count('found', (before, after) => detected(after, before)),
    ...count('sustained', (before, after) => sustained(after, before)),
    ...count('right kind', (before, after) => right(after, before)),
    ...alarmChange(usual, moved)
  ].join(', ')
}

/** A limit is chosen on all scenes but one, and tried on that one: what would be lost by a choice that never saw the scene. */
function leaveOneOut(
  outcomes: Evaluation['outcomes'],
  usual: readonly Score[],
  trials: readonly LimitTrial[]
): string[] {
  const limits = byLimit(trials)
  const scenes = grouped(usual, sceneOf).map(([scene]) => scene)
  const rows = [...limits].map(([name, choices]) => {
    const all = [usual, ...choices.map(choice => scoresOf(outcomes.get(choice.name)))]
    const factors = [1, ...choices.map(({ factor }) => factor)]
    const chosen = scenes.map(scene => cheapest(all.map(scores => scores.filter(score => sceneOf(score) !== scene))))
    const held = scenes.flatMap((scene, i) => (all[chosen[i] ?? 0] ?? []).filter(score => sceneOf(score) === scene))
    const counts = factors.map((factor, i) => `x${factor}: ${chosen.filter(choice => choice === i).length}`)
    return [name, counts.join(', '), cost(usual).toFixed(3), cost(held).toFixed(3)]
  })
  return [
    'Leave one scene out: which factor all other scenes would choose (how often), the cost as it is, and the cost of those choices on the scene left out.',
    ...table(['limit', 'chosen', 'cost as it is', 'cost left out'], rows)
  ]
}

/** Index of the first of the cheapest: nothing is moved without a gain. */
function cheapest(choices: readonly (readonly Score[])[]): number {
  const costs = choices.map(cost)
  return costs.indexOf(Math.min(...costs))
}

/** 0 for a judge without a fault. */
function cost(scores: readonly Score[]): number {
  const { recall, sustained, rightKind } = summarise(scores)
  const alarms = scores.reduce((sum, { falseAlarms }) => sum + falseAlarms.length, 0)
  const lost = [recall, sustained, rightKind].reduce<number>((sum, share) => sum + (1 - (share ?? 1)), 0)
  return lost + (ALARM_COST * alarms) / Math.max(1, scores.length)
}

function alarmChange(usual: readonly Score[], moved: readonly Score[]): string[] {
  const count = (scores: readonly Score[]) => scores.reduce((sum, { falseAlarms }) => sum + falseAlarms.length, 0)
  const change = count(moved) - count(usual)
  return change === 0 ? [] : [`${Math.abs(change)} false alarms ${change > 0 ? 'more' : 'less'}`]
}

function scoresOf(outcomes: readonly Outcome[] | undefined): readonly Score[] {
  return (outcomes ?? []).map(({ score }) => score)
}

function sceneOf({ scenario }: Score): string {
  return scenario.scene
}
