import { AS_IS, type Evaluation, type Outcome } from '../evaluate.ts'
import type { LimitTrial } from '../limit-trials.ts'
import type { Score } from '../scoring/score-scenario.ts'
import { grouped, stagedName, type Summary, summarise } from '../scoring/summary.ts'
import { table } from './format.ts'

/** What a false alarm costs beside a fault that is missed, told for a moment only, or told wrongly (1 for each share of faults). */
const ALARM_COST = 0.5

/** What every limit does when it is moved: what changes against the judge as it is, and whether other scenes would choose as well. */
export function sensitivityReport({ outcomes }: Evaluation, trials: readonly LimitTrial[]): string[] {
  const usual = scoresOf(outcomes.get(AS_IS.name))
  const rows = trials.map(trial => {
    const moved = scoresOf(outcomes.get(trial.name))
    const own = (scores: readonly Score[]) => scores.filter(score => stagedName(score) === trial.kind)
    return [
      trial.kind,
      trial.limit,
      String(Number(trial.value.toPrecision(4))),
      `x${trial.factor}`,
      ...changes(summarise(own(usual)), summarise(own(moved))),
      ...changes(summarise(usual), summarise(moved)),
      alarmChange(usual, moved)
    ]
  })
  const head = ['kind', 'limit', 'value', 'by', 'own recall', 'sustained', 'right', 'all recall', 'sustained', 'right']
  return [
    'Change of each figure, in points, when one limit is moved; own: faults of its kind, all: every fault. Blank: none.',
    ...table([...head, 'false alarms'], rows),
    '',
    ...leaveOneOut(outcomes, usual, trials)
  ]
}

/** A limit is chosen on all scenes but one, and tried on that one: what would be lost by a choice that never saw the scene. */
function leaveOneOut(
  outcomes: Evaluation['outcomes'],
  usual: readonly Score[],
  trials: readonly LimitTrial[]
): string[] {
  const limits = new Map<string, LimitTrial[]>()
  for (const trial of trials) {
    const name = `${trial.kind} ${trial.limit}`
    limits.set(name, [...(limits.get(name) ?? []), trial])
  }
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

function changes(usual: Summary, moved: Summary): string[] {
  return [
    points(usual.recall, moved.recall),
    points(usual.sustained, moved.sustained),
    points(usual.rightKind, moved.rightKind)
  ]
}

function points(usual: number | null, moved: number | null): string {
  const change = Math.round(((moved ?? 0) - (usual ?? 0)) * 1000) / 10
  return change === 0 ? '' : `${change > 0 ? '+' : ''}${change}`
}

function alarmChange(usual: readonly Score[], moved: readonly Score[]): string {
  const count = (scores: readonly Score[]) => scores.reduce((sum, { falseAlarms }) => sum + falseAlarms.length, 0)
  const change = count(moved) - count(usual)
  return change === 0 ? '' : `${change > 0 ? '+' : ''}${change}`
}

function scoresOf(outcomes: readonly Outcome[] | undefined): readonly Score[] {
  return (outcomes ?? []).map(({ score }) => score)
}

function sceneOf({ scenario }: Score): string {
  return scenario.scene
}
