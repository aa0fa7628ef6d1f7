import { type CameraSettings, isTurnedOff } from '../model/camera.ts'
import type { FaultKind } from '../model/fault.ts'
import type { Finding, Verdict } from '../model/finding.ts'
import type { EncodedFrame, FrameProblem } from '../model/frame.ts'
import type { Measures } from '../model/measures.ts'
import type { Picture } from '../model/picture.ts'
import { concludeFrame, type FrameEvidence } from './conclude-frame.ts'
import { DamageShare } from './detect/damage-share.ts'
import type { SceneView } from './detect/detector.ts'
import { undecodable } from './detect/faults/undecodable.ts'
import { FrameClock } from './detect/frame-clock.ts'
import { FrameMeasurer } from './detect/frame-measurer.ts'
import type { MeasureScratch } from './detect/measure-scratch.ts'
import { FAULT_TIMINGS } from './detect/registry.ts'
import { LEARNING } from './detect/scene/learned/scene-memory.ts'
import { SceneWatch } from './detect/scene/scene-watch.ts'
import { explain } from './incidents/causes.ts'
import { FaultBoard } from './incidents/fault-board.ts'
import type { EvidenceRecorder } from './evidence-recorder.ts'
import { withOwnTimings } from './own-timings.ts'

// Faults that make a picture useless to learn from, and that are seen without knowing the scene.
const USELESS: readonly FaultKind[] = ['no-signal', 'black', 'bright', 'frozen', 'noise', 'undecodable']
// Faults that a scene shows against a memory that was wrong from the start.
const OTHER_VIEW: readonly FaultKind[] = ['moved', 'colour-cast']

/** What one frame gave; no measures when it gave no picture. */
export interface Judged {
  readonly measures: Measures | null
  readonly verdict: Verdict
  /** What it was judged by; overwritten by the next frame of any camera. Null when it gave no picture, or too small a one. */
  readonly view: SceneView | null
}

/** Told what a camera is judged by, frame after frame; what it is given is overwritten by the next frame. */
export interface JudgeObserver {
  saw(evidence: FrameEvidence, nowMs: number): void
  /** There was no picture, and this is why; empty when that is no fault. */
  missed(findings: readonly Finding[], nowMs: number): void
}

/** Judges the frames of one camera: what each shows, what its scene is, and which faults are up. */
export class CameraJudge {
  readonly #board = new FaultBoard(FAULT_TIMINGS)
  readonly #scene = new SceneWatch()
  readonly #measurer = new FrameMeasurer()
  readonly #clock = new FrameClock()
  readonly #damage = new DamageShare()
  readonly #observer: JudgeObserver | null
  readonly #recorder: EvidenceRecorder | null
  #lastMs: number | null = null
  /** True while the last frame that came gave a picture. */
  #sawPicture = false

  /** @param recorder Keeps what the camera was judged by; null: nobody does. */
  constructor(observer: JudgeObserver | null = null, recorder: EvidenceRecorder | null = null) {
    this.#observer = observer
    this.#recorder = recorder
  }

  get scene(): SceneWatch {
    return this.#scene
  }

  /** What comes next is no neighbour of what came before. */
  forgetLast(): void {
    this.#measurer.forgetLast()
    this.#scene.forgetLast()
  }

  /** Whether a frame with the bytes of the one before can be judged without its picture. */
  canRepeat(settings: CameraSettings): boolean {
    return this.#sawPicture && this.#measurer.canRepeat(settings, this.#isKnown) && this.#scene.canRepeat
  }

  /** Judges a frame that gave a picture. @param isIdentical True when its bytes are those of the frame before. */
  see(
    frame: EncodedFrame,
    picture: Picture,
    isIdentical: boolean,
    settings: CameraSettings,
    scratch: MeasureScratch
  ): Judged {
    const nowMs = this.#now(frame, false)
    const isAgain = isIdentical && this.#sawPicture
    const measures = this.#measurer.measure(picture, isAgain, settings, this.#isKnown, nowMs, scratch)
    const view = this.#scene.see(picture, nowMs, isAgain, scratch.scene)
    this.#sawPicture = true
    return this.#conclude(measures, view, settings, nowMs, scratch)
  }

  /** Judges a frame with the bytes of the one before, without its picture. Only while `canRepeat`. */
  seeAgain(frame: EncodedFrame, settings: CameraSettings, scratch: MeasureScratch): Judged {
    const nowMs = this.#now(frame, false)
    const view = this.#scene.seeAgain(nowMs, scratch.scene)
    return this.#conclude(this.#measurer.again(), view, settings, nowMs, scratch)
  }

  #conclude(
    measures: Measures,
    view: SceneView | null,
    settings: CameraSettings,
    nowMs: number,
    scratch: MeasureScratch
  ): Judged {
    const { isBreaking } = this.#damage
    const { isTurning } = this.#scene
    const evidence = { measures, view, damage: this.#damage.finding(), isBreaking, isTurning }
    this.#observer?.saw(evidence, nowMs)
    const { causes, verdict } = concludeFrame(evidence, settings, this.#board, nowMs)
    this.#recorder?.saw(evidence, causes, this.#board.raised, settings, nowMs)
    this.#learn(view, causes, nowMs, scratch)
    return { measures, view, verdict }
  }

  /** Judges a frame that gave none. */
  missPicture(frame: EncodedFrame, problem: FrameProblem | null, settings: CameraSettings): Verdict {
    const nowMs = this.#now(frame, true)
    this.#sawPicture = false
    return this.#missed(withOwnTimings(problem === null ? [] : [undecodable(problem)], settings), settings, nowMs)
  }

  /** Judges the silence of a camera. */
  missFrames(gap: Finding, settings: CameraSettings, nowMs: number): Verdict {
    this.forgetLast()
    return this.#missed(withOwnTimings([gap], settings), settings, nowMs)
  }

  /** How much of the scene is learned, 0..1. */
  get learnedRatio(): number {
    return this.#isKnown ? 1 : Math.min(0.99, this.#scene.learnedMs / LEARNING.firstMs)
  }

  /** Other parts of the picture are masked than before: what comes next is no neighbour of what came before. */
  maskChanged(): void {
    this.forgetLast()
    this.#scene.maskChanged()
  }

  /** Takes what is seen now as what the camera usually shows. */
  acceptView(): void {
    this.#scene.acceptView()
  }

  #missed(findings: readonly Finding[], settings: CameraSettings, nowMs: number): Verdict {
    // What is turned off is not told, whoever finds it.
    const wanted = findings.filter(({ kind }) => !isTurnedOff(settings, kind))
    this.#observer?.missed(wanted, nowMs)
    const told = explain(this.#board.updateUnseen(wanted, nowMs))
    this.#recorder?.missed(wanted, this.#board.raised, settings, nowMs)
    return { ...told, notJudged: [], learning: !this.#isKnown }
  }

  get #isKnown(): boolean {
    return this.#scene.reference !== null
  }

  #now(frame: EncodedFrame, isDamaged: boolean): number {
    const nowMs = this.#clock.timeOf(frame)
    this.#damage.note(isDamaged, nowMs, Math.max(0, nowMs - (this.#lastMs ?? nowMs)))
    this.#lastMs = nowMs
    return nowMs
  }

  #learn(view: SceneView | null, causes: readonly Finding[], nowMs: number, scratch: MeasureScratch): void {
    if (view === null) return
    const isKnown = view.against.known
    const isSuspect = isKnown
      ? causes.length > 0 || this.#board.raised.size > 0
      : causes.some(({ kind }) => USELESS.includes(kind))
    const { raised } = this.#board
    const isOtherView = OTHER_VIEW.some(kind => raised.has(kind))
    const state = {
      isSuspect: isSuspect || this.#scene.isTurning,
      isTold: isKnown ? raised.size > 0 : isSuspect,
      isOtherView,
      isMoved: raised.has('moved')
    }
    this.#scene.learn(state, nowMs, scratch.scene)
  }
}
