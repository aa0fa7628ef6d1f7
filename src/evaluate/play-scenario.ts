import type { JudgeObserver } from '../pipeline/camera-judge.ts'
import { MeasureScratch } from '../pipeline/detect/measure-scratch.ts'
import type { Scenario } from './scenario.ts'
import type { Exhibit, Judged, Trial } from './trial.ts'
import { TrialJudge } from './trial-judge.ts'
import type { CameraFrame } from './virtual-camera.ts'
import { WatchedSession } from './watched-session.ts'

/** As often as a shard looks for silent cameras. */
const TICK_MS = 200
/** One for a thread, as in a shard: sessions judge one after the other. */
const scratch = new MeasureScratch()
/** Alarms of one scenario that are kept to look at. */
const MOST_ALARMS_SHOWN = 8
/** An alarm that begins so long before alarms count may last until they do, ms. */
const EARLY_MS = 15_000

/** What every trial made of a scenario, and what the judging cost. */
export interface Played {
  readonly judged: readonly Judged[]
  readonly frames: number
}

/**
 * Lets every trial judge the same frames, as fast as they come. Time is the scenario's own.
 *
 * @param trials At least one. The first is a session of its own, whose alarms are kept to look at; the others judge what it
 *   has measured and learned.
 */
export async function playScenario(
  scenario: Scenario,
  frames: AsyncIterable<CameraFrame>,
  trials: readonly Trial[]
): Promise<Played> {
  const [asIs, ...others] = trials
  if (asIs === undefined) throw new RangeError('Cannot play a scenario: expected a trial, received none')
  const rivals: TrialJudge[] = []
  const session = new WatchedSession(asIs, scratch, scenario.startMs, observerOf(rivals))
  rivals.push(...others.map(trial => new TrialJudge(trial, () => session.sinceStartMs)))
  const exhibits = new ExhibitCollector(scenario)
  let tickMs = 0
  let count = 0
  const tickUntil = (ms: number) => {
    for (; tickMs < ms; tickMs += TICK_MS) session.tick(tickMs)
  }
  for await (const frame of frames) {
    tickUntil(frame.arrivesMs)
    await session.judge(frame)
    exhibits.look(frame, session)
    count++
  }
  tickUntil(scenario.totalMs)
  const { trial, reports, results } = session
  const judged = rivals.map(rival => ({ ...judgedBy(rival), exhibits: [] }))
  return { judged: [{ trial, reports, results, exhibits: exhibits.shown }, ...judged], frames: count }
}

function judgedBy({ trial, reports, results }: TrialJudge) {
  return { trial: trial.name, reports, results }
}

function observerOf(rivals: readonly TrialJudge[]): JudgeObserver {
  return {
    saw(evidence, nowMs) {
      for (const rival of rivals) rival.saw(evidence, nowMs)
    },
    missed(findings, nowMs) {
      for (const rival of rivals) rival.missed(findings, nowMs)
    }
  }
}

class ExhibitCollector {
  readonly shown: Exhibit[] = []
  readonly #middleMs: number
  readonly #fromMs: number
  readonly #beforeMs: number | null
  #hasMiddle = false
  #before: Exhibit | null = null
  #wasNormal = true
  #alarms = 0

  constructor({ staged, countsFromMs, showBefore }: Scenario) {
    this.#beforeMs = showBefore === true ? staged.fromMs : null
    this.#fromMs = countsFromMs - EARLY_MS
    this.#middleMs = (staged.fromMs + staged.untilMs) / 2
  }

  /** Keeps the middle of what is staged, and the first frame of each alarm. */
  look(frame: CameraFrame, { latest: result }: WatchedSession): void {
    if (result === null) return
    if (this.#beforeMs !== null) this.#awaitStage(frame, result, this.#beforeMs)
    const normal = result.faults.length === 0
    const begins = !normal && this.#wasNormal
    this.#wasNormal = normal
    if (begins && frame.arrivesMs >= this.#fromMs && this.#alarms < MOST_ALARMS_SHOWN) {
      this.#alarms++
      this.#keep(frame, result, 'alarm')
    }
    if (this.#hasMiddle || frame.capturedMs < this.#middleMs) return
    this.#hasMiddle = true
    this.#keep(frame, result, 'middle')
  }

  /** The newest frame before what is staged goes in front of the others once that has begun. */
  #awaitStage(frame: CameraFrame, result: LatestResult, stagedMs: number): void {
    if (frame.capturedMs < stagedMs) this.#before = exhibitOf(frame, result, 'before')
    else if (this.#before !== null) {
      this.shown.unshift(this.#before)
      this.#before = null
    }
  }

  #keep(frame: CameraFrame, result: LatestResult, reason: Exhibit['reason']): void {
    this.shown.push(exhibitOf(frame, result, reason))
  }
}

type LatestResult = NonNullable<WatchedSession['latest']>

function exhibitOf(frame: CameraFrame, result: LatestResult, reason: Exhibit['reason']): Exhibit {
  const { state, faults, explained, learning, notJudged } = result
  const jpeg = Uint8Array.from(frame.jpeg)
  return { atMs: frame.arrivesMs, reason, jpeg, state, faults, explained, learning, notJudged }
}
