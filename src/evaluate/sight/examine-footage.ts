import type { CameraSettings } from '../../model/camera.ts'
import type { FaultKind } from '../../model/fault.ts'
import type { FootageScene } from '../footage/footage.ts'
import { openFootage } from '../footage/open-footage.ts'
import { playAll } from '../play-all.ts'
import { scoreScenario } from '../scoring/score-scenario.ts'
import type { Exhibit, Judged } from '../trial.ts'
import { type CameraSight, cameraSight, type FaultSight, type Step, type TryResult } from './camera-sight.ts'
import { type PlannedTry, planSight, type SightOptions, type Try } from './plan-sight.ts'

export interface ExamineOptions extends SightOptions {
  /** As `openFootage` takes it. */
  readonly footage: string
  /** What the cameras are judged by. */
  readonly settings: CameraSettings
  /** Worker threads; 0 for none. */
  readonly threads: number
  readonly onProgress: (done: number, of: number) => void
}

/** A fault to look at: the last frame before it, and one from its middle. */
export interface SightExample {
  readonly camera: string
  readonly kind: FaultKind
  readonly step: Step
  readonly before: Uint8Array
  readonly during: Uint8Array
}

export interface Examination {
  readonly cameras: readonly CameraSight[]
  /** At most one for each camera and kind: the smallest that is always found, or the largest. */
  readonly examples: readonly SightExample[]
  readonly frames: number
  readonly tookMs: number
}

interface Pair {
  readonly camera: string
  readonly attempt: Try
  readonly before: Uint8Array
  readonly during: Uint8Array
}

/**
 * Injects the catalogue of faults into footage, lets the pipeline watch, and says what each camera sees and what not. The same
 * footage, options and seed give the same figures, however many threads there are.
 *
 * @throws {AppError} `footage/unreadable`
 */
export async function examineFootage(options: ExamineOptions): Promise<Examination> {
  return await examineScenes(distinct(await openFootage(options.footage, options.fps)), options)
}

/** The same of scenes that are open already. @param options Without threads, unless they can open the footage too. */
export async function examineScenes(scenes: readonly FootageScene[], options: ExamineOptions): Promise<Examination> {
  const startedMs = performance.now()
  const plan = planSight(scenes, options)
  const byId = new Map(plan.map(planned => [planned.scenario.id, planned]))
  const results = new Map<string, TryResult>()
  const pairs: Pair[] = []
  let frames = 0
  await playAll({
    scenarios: plan.map(({ scenario }) => scenario),
    trials: [{ name: 'as set', settings: options.settings }],
    footage: options.footage,
    scenes,
    ownFps: options.fps,
    threads: options.threads,
    onPlayed(scenario, played) {
      const planned = byId.get(scenario.id)
      const [judged] = played.judged
      if (planned === undefined || judged === undefined) return
      frames += played.frames
      results.set(scenario.id, resultOf(planned, judged))
      pairs.push(...pairOf(planned, judged.exhibits))
      options.onProgress(results.size, plan.length)
    }
  })
  const ordered = plan.flatMap(({ scenario }) => {
    const result = results.get(scenario.id)
    return result === undefined ? [] : [result]
  })
  const cameras = scenes.map(scene =>
    cameraSight(
      scene,
      options.kinds,
      ordered.filter(({ score }) => score.scenario.scene === scene.id)
    )
  )
  return {
    cameras,
    examples: cameras.flatMap(camera => examplesOf(camera, pairs)),
    frames,
    tookMs: performance.now() - startedMs
  }
}

/** Scenes are told apart by their ids: of two with one name the last is taken, as the threads do. */
function distinct(scenes: readonly FootageScene[]): FootageScene[] {
  return [...new Map(scenes.map(scene => [scene.id, scene])).values()]
}

function resultOf({ scenario, attempt }: PlannedTry, { reports, exhibits }: Judged): TryResult {
  const notJudged = exhibits.find(({ reason }) => reason === 'middle')?.notJudged ?? []
  return { attempt, score: scoreScenario(scenario, reports), notJudged }
}

function pairOf({ scenario, attempt }: PlannedTry, exhibits: readonly Exhibit[]): Pair[] {
  const before = exhibits.find(({ reason }) => reason === 'before')
  const during = exhibits.find(({ reason }) => reason === 'middle')
  if (attempt === null || before === undefined || during === undefined) return []
  return [{ camera: scenario.scene, attempt, before: before.jpeg, during: during.jpeg }]
}

function examplesOf({ camera, faults }: CameraSight, pairs: readonly Pair[]): SightExample[] {
  return faults.flatMap(fault => {
    const step = shownStep(fault)
    const pair = pairs.find(
      ({ camera: of, attempt }) =>
        of === camera && attempt.kind === fault.kind && attempt.size === step?.size && attempt.variant === step.variant
    )
    if (step === null || pair === undefined) return []
    return [{ camera, kind: fault.kind, step, before: pair.before, during: pair.during }]
  })
}

function shownStep({ foundFrom, steps }: FaultSight): Step | null {
  return foundFrom ?? steps.findLast(({ size }) => size !== null) ?? steps[0] ?? null
}
