import type { Evaluation, Outcome } from '../evaluate.ts'
import type { Score } from '../scoring/score-scenario.ts'
import { confusion, grouped, stagedName, summarise } from '../scoring/summary.ts'

/** Everything that was counted, for other programs. */
export function jsonReport(
  evaluation: Evaluation,
  outcomes: readonly Outcome[],
  conditions: readonly (readonly [string, string])[]
): object {
  const scores = outcomes.map(({ score }) => score)
  const { frames, cameraMs, tookMs } = evaluation
  return {
    conditions: Object.fromEntries(conditions),
    frames,
    cameraHours: cameraMs / 3_600_000,
    timesRealTime: cameraMs / tookMs,
    summary: summarise(scores),
    byStaged: summaries(scores, stagedName),
    byScene: summaries(scores, ({ scenario }) => scenario.scene),
    confusion: Object.fromEntries([...confusion(scores)].map(([name, row]) => [name, Object.fromEntries(row)])),
    scenarios: scores
  }
}

function summaries(scores: readonly Score[], nameOf: (score: Score) => string): object {
  return Object.fromEntries(grouped(scores, nameOf).map(([name, group]) => [name, summarise(group)]))
}
