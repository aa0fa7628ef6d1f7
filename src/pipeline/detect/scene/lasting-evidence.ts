import { BLOCKS } from '../../../kernels/block-grid.ts'
import type { Picture } from '../../../model/picture.ts'
import { isDark } from '../judgeable.ts'
import { AnchorWatch } from './anchor-watch.ts'
import { BlockHolds } from './block-holds.ts'
import type { RecentFrames } from './frame/recent-frames.ts'
import { DetailRebase } from './learned/detail-rebase.ts'
import type { SceneMemory } from './learned/scene-memory.ts'
import type { SceneReference } from './learned/scene-reference.ts'
import { weighUnveiled } from './outgrown-watch.ts'
import { StripeWatch } from './patterns/stripe-watch.ts'
import { quantile } from './quantile.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { StillSpell } from './still-spell.ts'
import { weighAgreement } from './weigh/weigh-agreement.ts'
import { weighRows } from './weigh/weigh-rows.ts'
import { type Stillness, weighStillness } from './weigh/weigh-stillness.ts'

/** The evidence that takes the picture itself, or several frames of one look: what stays, what stands still, what creeps in. */
export class LastingEvidence {
  readonly #holds = new BlockHolds()
  readonly #anchor = new AnchorWatch()
  readonly #still = new StillSpell()
  readonly #stillness: Stillness = { leastLevels: 0, motion: 0, frames: 0 }
  readonly #stripes = new StripeWatch()
  readonly #rebase = new DetailRebase()

  /** How alike two frames of a moment ago are at the least when all is well, grey levels; null while not known. */
  get usualStillnessLevels(): number | null {
    return this.#still.usualLevels
  }

  /** True while pictures have a new size whose detail is not known yet. */
  get isRebasing(): boolean {
    return this.#rebase.isOn
  }

  /** Takes the size that a frame was received in. Before everything else. */
  noteSize(picture: Picture, nowMs: number): void {
    this.#rebase.note(picture, nowMs)
  }

  /**
   * Weighs how still the camera stands.
   *
   * @param recent The last frames; null for one with the bytes of the frame before. That says nothing on stillness: a frame
   * that came twice by chance is no frozen one.
   */
  weighStill(recent: RecentFrames | null, nowMs: number, elapsedMs: number, scratch: SceneScratch): void {
    const { evidence } = scratch
    if (recent !== null) weighStillness(recent, this.#still.usualLevels ?? 0, scratch, nowMs, this.#stillness)
    // Two black frames are alike, and would make the camera look still when the light is back.
    if (isDark(scratch)) this.#stillness.frames = 0
    this.#still.note(this.#stillness, recent === null, nowMs, elapsedMs)
    evidence.identicalMs = this.#still.identicalMs
    evidence.usualIdenticalMs = this.#still.usualIdenticalMs
    evidence.usualStillnessLevels = this.#still.usualLevels
    evidence.stillnessLevels = this.#still.isFull ? this.#still.leastLevels : null
    evidence.motion = this.#still.mostMotion
  }

  /** Weighs everything else, for a scene that is known. @param elapsedMs Time since the frame before, as far as it counts. */
  weigh(picture: Picture, memory: SceneMemory, nowMs: number, elapsedMs: number, scratch: SceneScratch): void {
    const { reference } = memory
    weighRows(scratch, reference)
    weighAgreement(scratch, reference)
    this.#stripes.weigh(picture, reference, scratch)
    this.#holds.weigh(scratch, reference, elapsedMs)
    this.#rebaseDetail(memory, nowMs, scratch)
    weighUnveiled(scratch.evidence, memory.learnedMs)
    this.#anchor.weigh(scratch, reference, elapsedMs)
    scratch.evidence.anchor = this.#anchor.evidence
  }

  /** The same for a frame with the bytes of the one before: nothing has changed but the time. */
  weighAgain(reference: SceneReference, elapsedMs: number, scratch: SceneScratch): void {
    const { evidence, sorted } = scratch
    for (let block = 0; block < BLOCKS; block++) sorted[block] = -reference.grainLevels[block]!
    evidence.grainRiseLevels = quantile(sorted, BLOCKS, 0.25)
    weighAgreement(scratch, reference)
    this.#holds.weigh(scratch, reference, elapsedMs)
    evidence.anchor = this.#anchor.evidence
  }

  /** @param isTold True while a fault is told: what is found for a moment alone says nothing about the camera's noise. */
  learnStill(isTold: boolean, nowMs: number): void {
    this.#still.learn(isTold, nowMs)
  }

  /** Takes in what is usual now, while nothing is wrong. */
  learn(reference: SceneReference, elapsedMs: number): void {
    this.#anchor.learn(reference, elapsedMs)
  }

  /** What comes next is no neighbour of what came before. */
  forgetLast(): void {
    this.#still.forget()
  }

  /** Pictures have another size: their noise is another one too. */
  forgetSize(): void {
    this.#still.forget()
    this.#still.usualLevels = null
  }

  /** Another look is present: what has lasted so far has not lasted in it. @param reference null while it is being learned. */
  beginLook(reference: SceneReference | null): void {
    this.#holds.forget()
    this.#anchor.forget()
    this.#still.forget()
    this.#still.usualLevels = reference?.stillnessLevels ?? null
  }

  #rebaseDetail(memory: SceneMemory, nowMs: number, scratch: SceneScratch): void {
    const factors = this.#rebase.take(scratch, memory.reference, nowMs)
    if (factors === null) return
    memory.rescaleDetail(factors.fine, factors.grain)
    this.#still.forget()
  }
}
