import type { Outcome } from '../evaluate.ts'
import type { Exhibit } from '../trial.ts'

/** Something that went wrong and is worth a look. */
export interface Mistake {
  readonly type: 'missed' | 'not sustained' | 'wrong kind' | 'false alarm'
  readonly outcome: Outcome
  /** What happened, in one line. */
  readonly text: string
  readonly exhibit: Exhibit | null
}

/** Every miss, wrong kind and false alarm, each with the frame that shows it best. */
export function mistakesOf(outcomes: readonly Outcome[]): Mistake[] {
  return outcomes.flatMap(outcome => [...faultMistake(outcome), ...falseAlarmMistakes(outcome)])
}

function faultMistake(outcome: Outcome): Mistake[] {
  const { fault } = outcome.score
  if (fault === null || (fault.rightKind && fault.sustained)) return []
  const exhibit = outcome.exhibits.find(({ reason }) => reason === 'middle') ?? null
  const name = stagedText(outcome)
  if (!fault.detected) return [{ type: 'missed', outcome, text: `${name} was missed`, exhibit }]
  if (!fault.rightKind) return [{ type: 'wrong kind', outcome, text: `${name} was told as ${fault.told}`, exhibit }]
  return [{ type: 'not sustained', outcome, text: `${name} was told for a moment only`, exhibit }]
}

function falseAlarmMistakes(outcome: Outcome): Mistake[] {
  return outcome.score.falseAlarms.map(({ fromMs, untilMs, kind }) => {
    const exhibit = outcome.exhibits.findLast(({ reason, atMs }) => reason === 'alarm' && atMs <= fromMs) ?? null
    const lasted = ((untilMs - fromMs) / 1000).toFixed(1)
    const text = `${kind} was told at ${(fromMs / 1000).toFixed(1)} s for ${lasted} s: ${stagedText(outcome)}`
    return { type: 'false alarm', outcome, text, exhibit }
  })
}

/** `moved / pan-far, strength 0.5, from 23.1 to 35.0 s, scene gate`. */
export function stagedText({ score: { scenario } }: Outcome): string {
  const { staged, scene, firstFault } = scenario
  const name = staged.type === 'fault' ? staged.kind : staged.name
  const times = `from ${(staged.fromMs / 1000).toFixed(1)} to ${(staged.untilMs / 1000).toFixed(1)} s`
  const first = firstFault === null ? '' : `, after ${firstFault.kind} / ${firstFault.variant} at first`
  return `${name} / ${staged.variant}, strength ${staged.strength}, ${times}, scene ${scene}${first}`
}
