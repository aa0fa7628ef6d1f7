import type { CameraSettings } from '../model/camera.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { FaultKind } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { FrameEvidence } from './conclude-frame.ts'
import { eagerSettings } from './detect/eager-limits.ts'
import { judge } from './detect/judge.ts'
import { bitsOf, EVIDENCE_COLUMNS, type FrameMarks, writeEvidence, writeMissed } from './evidence-columns.ts'

/** Of a calm camera a frame in so long, ms. */
const CALM_MS = 600_000
/** Of one near a limit a frame a second at first, then a tenth of the time for which nothing has changed, ms. */
const NEAR_MS = 1000
const SAME_FOR = 10
const MOST_PAUSE_MS = 60_000
/**
 * Room for so many frames at once and so many an hour. What comes near a limit leaves the last of it to what is found.
 * It bounds what a camera keeps in a day. docs/back-test.md#bytes
 */
const ROOM = { frames: 600, forFound: 200, anHour: 30 }
const HOUR_MS = 3_600_000

/** What a frame showed, as far as it makes it another one than the frame before. */
interface FrameSigns {
  readonly found: number
  /** Kinds have findings of several speeds. */
  readonly timing: number
  readonly raised: number
  readonly near: number
}

const NOTHING: FrameSigns = { found: 0, timing: 0, raised: 0, near: 0 }

/**
 * Keeps of the frames of one camera what they were judged by, so that they can be judged again by other settings: each
 * frame in which something else is found, raised or near than in the one before, and between these a few. Whoever judges
 * them again knows of all the others that they showed the same.
 */
export class EvidenceRecorder {
  #settings: CameraSettings | null = null
  #eager: CameraSettings | null = null
  #eagerOf: CameraSettings | null = null
  #runs: { settings: CameraSettings; times: number[]; values: number[] }[] = []
  #signs = NOTHING
  /** What its detectors hold to their lower limits: what is raised, and what was near. */
  #armed: ReadonlySet<FaultKind> = new Set()
  #lastMs: number | null = null
  #keptMs = 0
  #changedMs = 0
  #room = ROOM.frames
  /** Nearer to a limit, or away from it, went unkept; or what was found did: then nothing is known of that time. */
  #isThinned = false
  #isCut = false
  readonly #frame = new Uint16Array(EVIDENCE_COLUMNS)

  /** A frame was judged. @param raised After it. */
  saw(
    evidence: FrameEvidence,
    causes: readonly Finding[],
    raised: ReadonlySet<FaultKind>,
    settings: CameraSettings,
    nowMs: number
  ): void {
    const { findings } = judge(evidence.measures, evidence.view, this.#eagerly(settings), this.#armed)
    const near = bitsOf(findings.map(({ kind }) => kind))
    this.#take({ ...signsOf(causes, raised), near }, settings, nowMs, isThinned => {
      writeEvidence(evidence, this.#marks(causes, raised, nowMs, isThinned), this.#frame)
    })
    const armed = bitsOf(this.#armed)
    const wanted = near | bitsOf(raised)
    if (armed !== wanted) this.#armed = new Set([...raised, ...findings.map(({ kind }) => kind)])
  }

  /** There was no picture. */
  missed(findings: readonly Finding[], raised: ReadonlySet<FaultKind>, settings: CameraSettings, nowMs: number): void {
    this.#take({ ...signsOf(findings, raised), near: 0 }, settings, nowMs, isThinned => {
      writeMissed(findings[0] ?? null, this.#marks(findings, raised, nowMs, isThinned), this.#frame)
    })
  }

  /** What was kept since the call before. */
  take(stream: string): readonly EvidenceRun[] {
    const runs = this.#runs.filter(({ times }) => times.length > 0)
    this.#runs = []
    return runs.map(({ settings, times, values }) => ({ stream, settings, times, values: Uint16Array.from(values) }))
  }

  #eagerly(settings: CameraSettings): CameraSettings {
    if (this.#eager === null || settings !== this.#eagerOf) this.#eager = eagerSettings(settings)
    this.#eagerOf = settings
    return this.#eager
  }

  #marks(causes: readonly Finding[], raised: ReadonlySet<FaultKind>, nowMs: number, isThinned: boolean): FrameMarks {
    const isFirst = this.#lastMs === null || this.#isCut
    const elapsedMs = nowMs - (this.#lastMs ?? nowMs)
    return { found: causes.map(({ kind }) => kind), raised: [...raised], elapsedMs, isFirst, isThinned }
  }

  #take(signs: FrameSigns, settings: CameraSettings, nowMs: number, write: (isThinned: boolean) => void): void {
    this.#room = Math.min(ROOM.frames, this.#room + this.#sinceLast(nowMs) * (ROOM.anHour / HOUR_MS))
    if (this.#isWanted(signs, settings, nowMs)) {
      write(this.#isThinned)
      this.#keep(settings, nowMs)
    }
    this.#signs = signs
    this.#lastMs = nowMs
  }

  #isWanted(signs: FrameSigns, settings: CameraSettings, nowMs: number): boolean {
    const before = this.#signs
    const isOther = signs.found !== before.found || signs.timing !== before.timing || signs.raised !== before.raised
    if (isOther || signs.near !== before.near) {
      const reserve = isOther ? 0 : ROOM.forFound
      if (this.#room < reserve + 1) {
        if (isOther) this.#isCut = true
        else this.#isThinned = true
        return this.#isDue(nowMs, CALM_MS)
      }
      this.#room--
      this.#changedMs = nowMs
      return true
    }
    if (this.#lastMs === null || settings !== this.#settings) return true
    const isCalm = (signs.found | signs.raised | signs.near) === 0
    const pauseMs = Math.min(MOST_PAUSE_MS, Math.max(NEAR_MS, (nowMs - this.#changedMs) / SAME_FOR))
    if (isCalm || this.#room < ROOM.forFound + 1) return this.#isDue(nowMs, CALM_MS)
    if (!this.#isDue(nowMs, pauseMs)) return false
    this.#room--
    return true
  }

  #isDue(nowMs: number, pauseMs: number): boolean {
    return Math.abs(nowMs - this.#keptMs) >= pauseMs
  }

  #sinceLast(nowMs: number): number {
    return this.#lastMs === null ? 0 : Math.max(0, nowMs - this.#lastMs)
  }

  #keep(settings: CameraSettings, nowMs: number): void {
    this.#keptMs = nowMs
    this.#isThinned = false
    this.#isCut = false
    let run = this.#runs.at(-1)
    if (run === undefined || settings !== this.#settings) {
      run = { settings, times: [], values: [] }
      this.#runs.push(run)
    }
    this.#settings = settings
    run.times.push(nowMs)
    for (const value of this.#frame) run.values.push(value)
  }
}

function signsOf(causes: readonly Finding[], raised: ReadonlySet<FaultKind>): Omit<FrameSigns, 'near'> {
  let timing = 0
  for (const finding of causes) timing += finding.timing?.raiseAfterMs ?? 0
  return { found: bitsOf(causes.map(({ kind }) => kind)), timing, raised: bitsOf(raised) }
}
