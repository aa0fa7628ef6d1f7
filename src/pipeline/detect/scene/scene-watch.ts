import type { Picture } from '../../../model/picture.ts'
import type { SceneView } from '../detector.ts'
import type { CameraState } from './camera-state.ts'
import { type RecentFrames, recentFramesFor } from './frame/recent-frames.ts'
import { takeLook } from './frame/take-look.ts'
import { LastingEvidence } from './lasting-evidence.ts'
import { memoryAt } from './learned/memory-at.ts'
import { SceneMemory } from './learned/scene-memory.ts'
import type { SceneReference } from './learned/scene-reference.ts'
import { SceneLooks } from './looks/scene-looks.ts'
import { OutgrownWatch } from './outgrown-watch.ts'
import { SceneLearning } from './scene-learning.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { ViewCopy } from './view-copy.ts'
import { weighAgainst } from './weigh/weigh-against.ts'
import { weighEvidence } from './weigh/weigh-evidence.ts'

/** Frames further apart than this count as this far, ms. */
const MOST_ELAPSED_MS = 6000

/** The scene of one camera: what is remembered of it, and how the present differs. Holds about 165 KB. */
export class SceneWatch {
  #recent: RecentFrames | null = null
  readonly #looks = new SceneLooks()
  readonly #lasting = new LastingEvidence()
  readonly #learning = new SceneLearning()
  readonly #outgrown = new OutgrownWatch()
  #lastMs: number | null = null
  #elapsedMs = 0
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
    reference.stillnessLevels = this.#lasting.usualStillnessLevels
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
    this.#lasting.forgetLast()
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
    this.#lasting.noteSize(picture, nowMs)
    const reference = this.reference
    const { look, evidence } = scratch
    takeLook(picture, recent, reference, scratch)
    evidence.known = reference !== null
    evidence.agreement = null
    evidence.anchor = null
    this.#lasting.weighStill(isIdentical ? null : recent, nowMs, this.#elapsedMs, scratch)
    if (reference !== null) weighEvidence(scratch, reference)
    this.#chooseLook(recent, nowMs, scratch)
    const { memory } = this.#looks
    if (memory?.known === true) this.#lasting.weigh(picture, memory, nowMs, this.#elapsedMs, scratch)
    this.#view ??= new ViewCopy()
    this.#view.take(scratch)
    return { look, against: evidence }
  }

  /** Takes a frame with the bytes of the one before, only while `canRepeat`: it shows the same, and nothing in it changes. */
  seeAgain(nowMs: number, scratch: SceneScratch): SceneView | null {
    this.#passTime(nowMs, true)
    const { look, evidence } = scratch
    if (this.#view === null || this.#recent === null) return null
    this.#view.giveAgain(scratch)
    this.#lasting.weighStill(null, nowMs, this.#elapsedMs, scratch)
    const { reference } = this
    if (reference !== null) this.#lasting.weighAgain(reference, this.#elapsedMs, scratch)
    return { look, against: evidence }
  }

  #chooseLook({ size }: RecentFrames, nowMs: number, scratch: SceneScratch): void {
    const last = this.reference
    // The look that is put away takes its own noise along.
    if (last !== null) last.stillnessLevels = this.#lasting.usualStillnessLevels
    if (!this.#looks.choose(size, this.#learning.isQuiet, nowMs, this.#elapsedMs, scratch)) return
    this.#beginLook()
    const { reference } = this
    scratch.evidence.known = reference !== null
    if (reference !== null) weighAgainst(size, reference, scratch)
  }

  /** Another look is present: what has lasted so far has not lasted in it. */
  #beginLook(): void {
    this.#lasting.beginLook(this.reference)
    this.#learning.forget()
    this.#outgrown.forget()
    this.#canRepeat = false
  }

  #passTime(nowMs: number, isRepeat: boolean): void {
    const elapsedMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs
    this.#elapsedMs = Math.min(MOST_ELAPSED_MS, Math.max(0, elapsedMs))
    this.#lastMs = nowMs
    this.#isRepeat = isRepeat
  }

  /**
   * Learns from the frame just seen, when nothing is wrong with it.
   *
   * @param state What is told of the camera now.
   */
  learn(state: CameraState, nowMs: number, scratch: SceneScratch): void {
    const isOutgrown = this.#outgrown.note(this.#looks.memory, state.isOtherView, this.#elapsedMs, scratch.evidence)
    if (isOutgrown) this.#startAnew(state.isMoved)
    const { isSuspect } = state
    this.#learning.note(isSuspect, this.#elapsedMs)
    this.#lasting.learnStill(state.isTold, nowMs)
    const { memory, isApart } = this.#looks
    if (memory === null || isApart) return
    if (this.#isRepeat) {
      // The same picture once more teaches nothing new.
      if (!isSuspect) memory.learnedMs += this.#elapsedMs
      return
    }
    if (state.isMoved && this.#recent !== null) this.#looks.noteStranger(this.#recent.size, scratch)
    if (!isSuspect) this.#learning.takeIn(memory, this.#lasting, nowMs, this.#elapsedMs, scratch)
  }

  /** Other parts of the picture are masked than before: how still it usually is has to be learned again. */
  maskChanged(): void {
    this.forgetLast()
    this.#lasting.forgetSize()
  }

  /** @param isMoved True when the scene gives way to another view: a tour from the first frame on may come back to it. */
  #startAnew(isMoved: boolean): void {
    if (this.#recent !== null && isMoved) this.#looks.leave(this.#recent.size)
    else if (this.#recent !== null) this.#looks.replace(new SceneMemory(this.#recent.size))
    this.#beginLook()
  }

  #recentFor(picture: Picture): RecentFrames | null {
    const recent = recentFramesFor(this.#recent, picture)
    if (recent === this.#recent) return recent
    const isOtherSize = this.#recent !== null
    this.#recent = recent
    if (recent === null) return null
    const memory = memoryAt(this.#looks.memory, recent.size)
    if (memory !== this.#looks.memory) this.#looks.replace(memory)
    if (isOtherSize) this.#lasting.forgetSize()
    else this.#lasting.forgetLast()
    return recent
  }
}
