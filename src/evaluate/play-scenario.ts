import { decodeJpeg } from '../codec/decode.ts'
import type { DecodeResult } from '../codec/decode-result.ts'
import { MeasureScratch } from '../pipeline/detect/measure-scratch.ts'
import type { Scenario } from './scenario.ts'
import type { Exhibit, Judged, Trial } from './trial.ts'
import type { CameraFrame } from './virtual-camera.ts'
import { WatchedSession } from './watched-session.ts'

const LIMITS = { maxBytes: 16 * 1024 * 1024, maxPixels: 100_000_000 }
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
 * @param trials The first is the one whose alarms are kept to look at.
 */
export async function playScenario(
  scenario: Scenario,
  frames: AsyncIterable<CameraFrame>,
  trials: readonly Trial[]
): Promise<Played> {
  const decode = decodeOnce()
  const sessions = trials.map(trial => new WatchedSession(trial, decode, scratch, scenario.startMs))
  const exhibits = new ExhibitCollector(scenario)
  let tickMs = 0
  let count = 0
  const tickUntil = (ms: number) => {
    for (; tickMs < ms; tickMs += TICK_MS) for (const session of sessions) session.tick(tickMs)
  }
  for await (const frame of frames) {
    tickUntil(frame.arrivesMs)
    for (const session of sessions) await session.judge(frame)
    exhibits.look(frame, sessions[0])
    count++
  }
  tickUntil(scenario.totalMs)
  const judged = sessions.map(({ trial, reports, results }, i) => ({
    trial,
    reports,
    results,
    exhibits: i === 0 ? exhibits.shown : []
  }))
  return { judged, frames: count }
}

/** Trials that watch the same frame share its decoding. */
function decodeOnce(): (jpeg: Uint8Array) => Promise<DecodeResult> {
  let last: { jpeg: Uint8Array; result: Promise<DecodeResult> } | null = null
  return jpeg => {
    if (last?.jpeg !== jpeg) last = { jpeg, result: decodeJpeg(jpeg, LIMITS) }
    return last.result
  }
}

class ExhibitCollector {
  readonly shown: Exhibit[] = []
  readonly #middleMs: number
  readonly #fromMs: number
  #hasMiddle = false
  #wasNormal = true
  #alarms = 0

  constructor({ staged, countsFromMs }: Scenario) {
    this.#fromMs = countsFromMs - EARLY_MS
    this.#middleMs = (staged.fromMs + staged.untilMs) / 2
  }

  /** Keeps the middle of what is staged, and the first frame of each alarm. */
  look(frame: CameraFrame, session: WatchedSession | undefined): void {
    const result = session?.latest ?? null
    if (result === null) return
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

  #keep(frame: CameraFrame, result: NonNullable<WatchedSession['latest']>, reason: Exhibit['reason']): void {
    const { state, faults, explained, learning, notJudged } = result
    const jpeg = Uint8Array.from(frame.jpeg)
    this.shown.push({ atMs: frame.arrivesMs, reason, jpeg, state, faults, explained, learning, notJudged })
  }
}
