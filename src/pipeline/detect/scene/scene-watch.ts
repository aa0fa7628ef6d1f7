import { BLOCKS } from '../../../kernels/block-grid.ts'
import { lookSize } from '../../../kernels/look-size.ts'
import type { Picture } from '../../../model/picture.ts'
import type { SceneView } from '../detector.ts'
import { AnchorWatch } from './anchor-watch.ts'
import { BlockHolds } from './block-holds.ts'
import { RecentFrames, sampleShape } from './frame/recent-frames.ts'
import { holdAgainst, takeLook } from './frame/take-look.ts'
import { DetailRebase } from './learned/detail-rebase.ts'
import { resizeReference } from './learned/resize-reference.ts'
import { SceneMemory } from './learned/scene-memory.ts'
import type { SceneReference } from './learned/scene-reference.ts'
import { SceneLooks } from './looks/scene-looks.ts'
import { StripeWatch } from './patterns/stripe-watch.ts'
import { quantile } from './quantile.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { StillSpell } from './still-spell.ts'
import { ViewCopy } from './view-copy.ts'
import { weighEvidence } from './weigh/weigh-evidence.ts'
import { weighRows } from './weigh/weigh-rows.ts'
import { type Stillness, weighStillness } from './weigh/weigh-stillness.ts'

const LIMITS = {
  /** Frames further apart than this count as this far, ms. */
  mostElapsedMs: 6000,
  /** Nothing is learned until nothing has been suspected for so long, ms, and while more of the edges than this are gone. */
  quietMs: 1500,
  mostDeadRatio: 0.35,
  /** A scene with fewer testifying blocks is given up for one with more new ones that has been steady for so long, ms. */
  fewBlocks: 10,
  manyNewBlocks: 20,
  richerMs: 5000,
  steadyAgreement: 0.8,
  /** A scene that was learned behind something: gradients and detail are so many times the usual ones, and its edges gone. */
  unveiledTimes: 5,
  unveiledAliveRatio: 0.1,
  /** A scene known for less than this is given up for another that has stayed for so long, ms. */
  youngMs: 120_000,
  otherMs: 30_000
}

/** What is told of a camera now, as far as learning depends on it. */
export interface CameraState {
  /**
   * True when anything was found in the last frame or is raised, or the camera may be turning. While the scene is not known:
   * when what was found makes the picture useless.
   */
  readonly isSuspect: boolean
  /** True when something is raised: what is found for a moment alone says nothing about the camera's noise. */
  readonly isTold: boolean
  /** True while the view or its colours are told to be others than those remembered; and the view alone. */
  readonly isOtherView: boolean
  readonly isMoved: boolean
}

/** The scene of one camera: what is remembered of it, and how the present differs. Holds about 165 KB. */
export class SceneWatch {
  #recent: RecentFrames | null = null
  readonly #looks = new SceneLooks()
  #lastMs: number | null = null
  #elapsedMs = 0
  #quietMs = 0
  #richerMs = 0
  #otherMs = 0
  readonly #holds = new BlockHolds()
  readonly #anchor = new AnchorWatch()
  readonly #still = new StillSpell()
  readonly #stillness: Stillness = { leastLevels: 0, motion: 0, frames: 0 }
  readonly #stripes = new StripeWatch()
  readonly #rebase = new DetailRebase()
  /** What the last frame showed, for one with the same bytes; null when that was too small to be judged. */
  #view: ViewCopy | null = null
  #canRepeat = false
  #isRepeat = false

  /** What is known of the scene; null while it is being learned. */
  get reference(): SceneReference | null {
    const memory = this.#looks.memory
    return memory?.known === true ? memory.reference : null
  }

  get learnedMs(): number {
    return this.#looks.memory?.learnedMs ?? 0
  }

  /** What a later run needs to go on without learning anew; null while there is nothing to keep. */
  checkpoint(): Uint8Array | null {
    const { reference } = this
    if (reference === null) return null
    reference.stillnessLevels = this.#still.usualLevels
    return this.#looks.checkpoint()
  }

  /**
   * Goes on with what an earlier run has learned.
   *
   * @returns False when the bytes cannot be used: then the scene is learned anew.
   */
  restore(bytes: Uint8Array): boolean {
    if (!this.#looks.restore(bytes)) return false
    // It may come late, and be of another size than the frames that were seen before it.
    this.forgetLast()
    this.#recent = null
    this.#beginLook()
    return true
  }

  /** Takes the present view as one of the camera's own: what it shows is learned, and what was known is kept. */
  acceptView(): void {
    if (this.#recent === null) return
    this.#looks.accept(this.#recent.size)
    this.#beginLook()
  }

  /** True while the camera may be on its way from one of its views to another: what its pictures show then proves nothing. */
  get isTurning(): boolean {
    return this.#looks.isTurning
  }

  /** What comes next is no neighbour of what came before: a gap, or frames that were passed over. */
  forgetLast(): void {
    this.#canRepeat = false
    this.#recent?.forget()
    this.#still.forget()
  }

  /** Whether a frame with the bytes of the one before can be judged without its picture. */
  get canRepeat(): boolean {
    return this.#canRepeat
  }

  /**
   * Takes a frame and holds it against the scene.
   *
   * @param nowMs The frame's own time.
   * @param isIdentical True when its bytes are those of the frame before.
   * @returns null when the picture is too small to be judged. It is overwritten by the next frame of any camera.
   */
  see(picture: Picture, nowMs: number, isIdentical: boolean, scratch: SceneScratch): SceneView | null {
    this.#passTime(nowMs, false)
    this.#canRepeat = true
    const recent = this.#recentFor(picture)
    if (recent === null) {
      this.#view = null
      return null
    }
    this.#rebase.note(picture, nowMs)
    const reference = this.reference
    const { look, evidence } = scratch
    takeLook(picture, recent, reference, scratch)
    evidence.known = reference !== null
    evidence.agreement = null
    evidence.anchor = null
    // The same bytes say nothing on stillness: a frame that came twice by chance is no frozen one.
    if (!isIdentical) weighStillness(recent, this.#still.usualLevels ?? 0, scratch, nowMs, this.#stillness)
    this.#weighTime(isIdentical, nowMs, scratch)
    if (reference !== null) weighEvidence(scratch, reference)
    this.#chooseLook(recent, nowMs, scratch)
    this.#weighKnown(picture, nowMs, scratch)
    this.#view ??= new ViewCopy()
    this.#view.take(scratch)
    return { look, against: evidence }
  }

  /** Takes a frame with the bytes of the one before, only while `canRepeat`: it shows the same, and nothing in it changes. */
  seeAgain(nowMs: number, scratch: SceneScratch): SceneView | null {
    this.#passTime(nowMs, true)
    const { look, evidence, sorted } = scratch
    if (this.#view === null || this.#recent === null) return null
    this.#view.give(scratch)
    look.hasBefore = true
    look.grainLevels.fill(0)
    look.wholeGrainLevels = 0
    if (look.agreementBefore !== null) look.agreementBefore = 1
    this.#weighTime(true, nowMs, scratch)
    const { reference } = this
    if (reference !== null) {
      for (let block = 0; block < BLOCKS; block++) sorted[block] = -reference.grainLevels[block]!
      evidence.grainRiseLevels = quantile(sorted, BLOCKS, 0.25)
      weighAgreement(scratch, reference)
      this.#holds.weigh(scratch, reference, this.#elapsedMs)
      evidence.anchor = this.#anchor.evidence
    }
    return { look, against: evidence }
  }

  #chooseLook({ size }: RecentFrames, nowMs: number, scratch: SceneScratch): void {
    const isQuiet = this.#quietMs > LIMITS.quietMs
    const last = this.reference
    // The look that is put away takes its own noise along.
    if (last !== null) last.stillnessLevels = this.#still.usualLevels
    if (!this.#looks.choose(size, isQuiet, nowMs, this.#elapsedMs, scratch)) return
    this.#beginLook()
    const { reference } = this
    scratch.evidence.known = reference !== null
    if (reference === null) return
    holdAgainst(size, reference, scratch)
    weighEvidence(scratch, reference)
  }

  /** Adds what takes the picture itself, or time. */
  #weighKnown(picture: Picture, nowMs: number, scratch: SceneScratch): void {
    const { reference } = this
    if (reference === null) return
    weighRows(scratch, reference)
    weighAgreement(scratch, reference)
    this.#stripes.weigh(picture, reference, scratch)
    this.#holds.weigh(scratch, reference, this.#elapsedMs)
    this.#rebaseDetail(scratch, reference, nowMs)
    this.#weighUnveiled(scratch)
    this.#anchor.weigh(scratch, reference, this.#elapsedMs)
    scratch.evidence.anchor = this.#anchor.evidence
  }

  #weighUnveiled({ evidence }: SceneScratch): void {
    const { gradientEnergyRatio, fineRatio, aliveRatio } = evidence
    const times = Math.min(gradientEnergyRatio, fineRatio)
    const isRich = times > LIMITS.unveiledTimes && aliveRatio < LIMITS.unveiledAliveRatio
    evidence.isUnveiled = isRich && this.learnedMs < LIMITS.youngMs
  }

  /** Another look is present: what has lasted so far has not lasted in it. */
  #beginLook(): void {
    this.#holds.forget()
    this.#anchor.forget()
    this.#still.forget()
    this.#still.usualLevels = this.reference?.stillnessLevels ?? null
    this.#quietMs = 0
    this.#richerMs = 0
    this.#otherMs = 0
    this.#canRepeat = false
  }

  #passTime(nowMs: number, isRepeat: boolean): void {
    const elapsedMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs
    this.#elapsedMs = Math.min(LIMITS.mostElapsedMs, Math.max(0, elapsedMs))
    this.#lastMs = nowMs
    this.#isRepeat = isRepeat
  }

  /**
   * Learns from the frame just seen, when nothing is wrong with it.
   *
   * @param state What is told of the camera now.
   */
  learn(state: CameraState, nowMs: number, scratch: SceneScratch): void {
    if (this.#isOutgrown(state.isOtherView, scratch)) this.#startAnew(state.isMoved)
    const { isSuspect } = state
    this.#quietMs = isSuspect ? 0 : this.#quietMs + this.#elapsedMs
    this.#still.learn(state.isTold, nowMs)
    const { memory, isApart } = this.#looks
    if (memory === null || isApart) return
    if (this.#isRepeat) {
      // The same picture once more teaches nothing new.
      if (!isSuspect) memory.learnedMs += this.#elapsedMs
      return
    }
    if (state.isMoved && this.#recent !== null) this.#looks.noteStranger(this.#recent.size, scratch)
    if (isSuspect) return
    if (!memory.known) {
      memory.learn(scratch, nowMs, this.#elapsedMs)
      return
    }
    const { deadRatio, aliveRatio } = scratch.evidence
    if (this.#quietMs <= LIMITS.quietMs || deadRatio >= LIMITS.mostDeadRatio || this.#rebase.isOn) return
    if (aliveRatio > 0.5) memory.followSharpness(scratch, this.#elapsedMs)
    memory.learn(scratch, nowMs, this.#elapsedMs)
    this.#anchor.learn(memory.reference, this.#elapsedMs)
  }

  /**
   * What was learned first may have been the fault: a camera that was being set up, or covered. So a scene without edges
   * gives way to one that has some, and one that was known for a short time only to another that stays.
   */
  #isOutgrown(isOtherView: boolean, { evidence }: SceneScratch): boolean {
    const { memory } = this.#looks
    if (memory?.known !== true) return false
    const isSteady = evidence.agreement === null || evidence.agreement > LIMITS.steadyAgreement
    const isFuller = evidence.testifying < LIMITS.fewBlocks && evidence.newBlocks > LIMITS.manyNewBlocks
    const isRicher = (isFuller || evidence.isUnveiled) && isSteady
    this.#richerMs = isRicher ? this.#richerMs + this.#elapsedMs : 0
    this.#otherMs = isOtherView ? this.#otherMs + this.#elapsedMs : 0
    const isYoung = memory.learnedMs < LIMITS.youngMs
    return this.#richerMs > LIMITS.richerMs || (isYoung && this.#otherMs > LIMITS.otherMs)
  }

  /** @param isMoved True when the scene gives way to another view: a tour from the first frame on may come back to it. */
  #startAnew(isMoved: boolean): void {
    if (this.#recent !== null && isMoved) this.#looks.leave(this.#recent.size)
    else if (this.#recent !== null) this.#looks.replace(new SceneMemory(this.#recent.size))
    this.#beginLook()
  }

  #recentFor({ width, height }: Picture): RecentFrames | null {
    const recent = this.#recent
    if (recent !== null && recent.shape.width === width && recent.shape.height === height) return recent
    const size = lookSize(width, height)
    this.#recent = size === null ? null : new RecentFrames(size, sampleShape(width, height))
    if (size === null) return null
    const { memory } = this.#looks
    const known = memory?.reference.size
    if (
      known === undefined ||
      known.width !== size.width ||
      known.height !== size.height ||
      known.boxPx !== size.boxPx
    ) {
      const resized = memory?.known === true ? resizeReference(memory.reference, size) : null
      const learnedMs = memory?.learnedMs ?? 0
      this.#looks.replace(resized === null ? new SceneMemory(size) : SceneMemory.restored(resized, learnedMs))
    }
    this.#still.forget()
    return this.#recent
  }

  #weighTime(isIdentical: boolean, nowMs: number, { evidence }: SceneScratch): void {
    this.#still.note(this.#stillness, isIdentical, nowMs, this.#elapsedMs)
    evidence.identicalMs = this.#still.identicalMs
    evidence.usualIdenticalMs = this.#still.usualIdenticalMs
    evidence.usualStillnessLevels = this.#still.usualLevels
    evidence.stillnessLevels = this.#still.isFull ? this.#still.leastLevels : null
    evidence.motion = this.#still.mostMotion
  }

  #rebaseDetail(scratch: SceneScratch, reference: SceneReference, nowMs: number): void {
    const factors = this.#rebase.take(scratch, reference, nowMs)
    if (factors === null) return
    this.#looks.memory?.rescaleDetail(factors.fine, factors.grain)
    this.#still.forget()
  }
}

function weighAgreement({ look, evidence }: SceneScratch, reference: SceneReference): void {
  if (look.agreementBefore === null) return
  evidence.agreement = look.agreementBefore / Math.max(0.3, reference.agreementBefore || 0.9)
}
