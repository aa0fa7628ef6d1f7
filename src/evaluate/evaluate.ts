import { DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import { openFootage } from './footage/open-footage.ts'
import { planPlain, type PlanOptions, planScenarios } from './plan-scenarios.ts'
import { playAll } from './play-all.ts'
import type { Scenario } from './scenario.ts'
import { type Score, scoreScenario } from './scoring/score-scenario.ts'
import type { Exhibit, Judged, Trial } from './trial.ts'

export interface EvaluateOptions extends PlanOptions {
  /** A folder of clips or JPEGs, or `builtin`. */
  readonly footage: string
  /** Nothing is staged: every scene runs for so long. Null for the usual suite. */
  readonly plainMinutes: number | null
  /** Worker threads; 0 for none. */
  readonly threads: number
  /** Only scenarios of these scenes, by id; null for all. */
  readonly scenes: readonly string[] | null
  readonly onProgress: (progress: Progress) => void
}

export interface Progress {
  readonly played: number
  readonly scenarios: number
  /** Camera time that has been judged, ms. */
  readonly cameraMs: number
}

/** One scenario as one trial judged it. */
export interface Outcome {
  readonly score: Score
  readonly exhibits: readonly Exhibit[]
}

export interface Evaluation {
  /** By the trial's name, in the order of the plan. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>
  readonly scenes: readonly string[]
  readonly frames: number
  readonly cameraMs: number
  readonly tookMs: number
}

/** The service as it is. */
export const AS_IS: Trial = { name: 'as is', settings: DEFAULT_CAMERA_SETTINGS }

/**
 * Judges the judge: stages faults and harmless events in footage, lets the pipeline watch, and scores what it said.
 *
 * @param trials Ways to set the judge up, all shown the same frames.
 * @throws {AppError} `footage/unreadable`
 */
export async function evaluate(options: EvaluateOptions, trials: readonly Trial[] = [AS_IS]): Promise<Evaluation> {
  const startedMs = performance.now()
  const scenes = await openFootage(options.footage)
  const scenarios = plan(scenes, options)
  const judged = new Map<string, readonly Judged[]>()
  let [frames, cameraMs] = [0, 0]
  await playAll({
    scenarios,
    trials,
    footage: options.footage,
    scenes,
    threads: options.threads,
    onPlayed(scenario, played) {
      judged.set(scenario.id, played.judged)
      frames += played.frames
      cameraMs += scenario.totalMs
      options.onProgress({ played: judged.size, scenarios: scenarios.length, cameraMs })
    }
  })
  const outcomes = new Map(
    trials.map(({ name }, i) => [name, scenarios.map(scenario => outcomeOf(scenario, judged.get(scenario.id)?.[i]))])
  )
  return { outcomes, scenes: scenes.map(({ id }) => id), frames, cameraMs, tookMs: performance.now() - startedMs }
}

function plan(scenes: Awaited<ReturnType<typeof openFootage>>, options: EvaluateOptions): Scenario[] {
  const { plainMinutes } = options
  const all = plainMinutes === null ? planScenarios(scenes, options) : planPlain(scenes, options, plainMinutes)
  return options.scenes === null ? all : all.filter(({ scene }) => options.scenes?.includes(scene))
}

function outcomeOf(scenario: Scenario, judged: Judged | undefined): Outcome {
  return { score: scoreScenario(scenario, judged?.reports ?? []), exhibits: judged?.exhibits ?? [] }
}
