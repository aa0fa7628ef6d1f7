import { BLOCKS } from '../../../kernels/block-grid.ts'
import { lookSize } from '../../../kernels/look-size.ts'
import type { Picture } from '../../../model/picture.ts'
import type { SceneView } from '../detector.ts'
import { findRegion } from './find-region.ts'
import { quantile } from './quantile.ts'
import { RecentFrames, sampleShape } from './recent-frames.ts'
import { resizeReference } from './resize-reference.ts'
import { sceneFromBytes, sceneToBytes } from './scene-checkpoint.ts'
import { SceneMemory } from './scene-memory.ts'
import type { SceneReference } from './scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { StillSpell } from './still-spell.ts'
import type { PatternFinding } from './stripe-pattern.ts'
import { takeLook } from './take-look.ts'
import { weighEvidence } from './weigh-evidence.ts'
import { weighRows } from './weigh-rows.ts'
import { type Stillness, weighStillness } from './weigh-stillness.ts'

const LIMITS = {
  /** Frames further apart than this count as this far, ms. */
  mostElapsedMs: 6000,
  /** A block counts as covered once its edges have been gone for so long, and as glaring once it has been saturated for so long, ms. */
  deadHoldMs: 2000,
  glareHoldMs: 900,
  /** What has lasted so much longer outlasts a break of half of it, ms. */
  forgivenMs: 600,
  /** Share of the detail of the flattest tenth of the blocks that is taken for noise. */
  noiseOfFlattest: 0.8,
  /** Only where there is so many times more than that. */
  detailOverNoise: 1.5,
  /** And only of a noisy camera, grey levels of the finest band: in a clean one even the flattest blocks have some detail. */
  noisyLevels: 3,
  /** Nothing is learned until nothing has been suspected for so long, ms, and while more of the edges than this are gone. */
  quietMs: 1500,
  mostDeadRatio: 0.35,
  /** Stripes are looked for when the picture differs from the background this much, grey levels, or frames do not agree. */
  stripeDifferenceLevels: 5,
  stripeAgreement: 0.6,
  /** A scene with fewer testifying blocks is given up for one with more new ones that has been steady for so long, ms. */
  fewBlocks: 10,
  manyNewBlocks: 20,
  richerMs: 5000,
  steadyAgreement: 0.8,
  /** A scene known for less than this is given up for another that has stayed for so long, ms. */
  youngMs: 120_000,
  otherMs: 30_000,
  /** Healthy frames that teach how detailed pictures of a new size are, and how long that may take, ms. */
  rebaseFrames: 6,
  rebaseMs: 8000
}

/** The scene of one camera: what is remembered of it, and how the present differs. Holds under 300 KB. */
export class SceneWatch {
  #recent: RecentFrames | null = null
  #memory: SceneMemory | null = null
  #sourceWidth = 0
  #lastMs: number | null = null
  #elapsedMs = 0
  #quietMs = 0
  #richerMs = 0
  #otherMs = 0
  readonly #deadMs = new Float32Array(BLOCKS)
  readonly #glareMs = new Float32Array(BLOCKS)
  readonly #still = new StillSpell()
  readonly #stillness: Stillness = { leastLevels: 0, motion: 0, frames: 0 }
  #pattern: PatternFinding = { amplitudeLevels: 0, share: 0, across: 0, down: 0 }
  #oldPattern: PatternFinding = { amplitudeLevels: 0, share: 0, across: 0, down: 0 }
  #patternIsOdd = false
  #rebase: { readonly sinceMs: number; frames: number; fine: number; grain: number } | null = null

  /** What is known of the scene; null while it is being learned. */
  get reference(): SceneReference | null {
    return this.#memory?.known === true ? this.#memory.reference : null
  }

  get learnedMs(): number {
    return this.#memory?.learnedMs ?? 0
  }

  /** What a later run needs to go on without learning anew; null while there is nothing to keep. */
  checkpoint(): Uint8Array | null {
    const { reference } = this
    if (reference === null) return null
    reference.stillnessLevels = this.#still.usualLevels
    return sceneToBytes({ reference, learnedMs: this.learnedMs })
  }

  /**
   * Goes on with what an earlier run has learned.
   *
   * @returns False when the bytes cannot be used: then the scene is learned anew.
   */
  restore(bytes: Uint8Array): boolean {
    const kept = sceneFromBytes(bytes)
    if (kept === null) return false
    this.#memory = SceneMemory.restored(kept.reference, kept.learnedMs)
    this.#still.usualLevels = kept.reference.stillnessLevels
    return true
  }

  /** What comes next is no neighbour of what came before: a gap, or frames that were passed over. */
  forgetLast(): void {
    this.#recent?.forget()
    this.#still.forget()
  }

  /**
   * Takes a frame and holds it against the scene.
   *
   * @param nowMs The frame's own time.
   * @param isIdentical True when its bytes are those of the frame before.
   * @returns null when the picture is too small to be judged. It is overwritten by the next frame of any camera.
   */
  see(picture: Picture, nowMs: number, isIdentical: boolean, scratch: SceneScratch): SceneView | null {
    this.#elapsedMs = this.#lastMs === null ? 0 : clamp(nowMs - this.#lastMs, 0, LIMITS.mostElapsedMs)
    this.#lastMs = nowMs
    const recent = this.#recentFor(picture)
    if (recent === null) return null
    this.#noteSourceSize(picture, nowMs)
    const reference = this.reference
    const { look, evidence } = scratch
    takeLook(picture, recent, reference, scratch)
    evidence.known = reference !== null
    evidence.agreement = null
    this.#weighTime(recent, isIdentical, nowMs, scratch)
    if (reference === null) return { look, against: evidence }
    weighEvidence(scratch, reference)
    weighRows(scratch, reference)
    if (look.agreementBefore !== null) {
      evidence.agreement = look.agreementBefore / Math.max(0.3, reference.agreementBefore || 0.9)
    }
    this.#weighStripes(picture, reference, scratch)
    this.#holdBlocks(scratch, reference)
    this.#rebaseDetail(scratch, reference, nowMs)
    return { look, against: evidence }
  }

  /**
   * Learns from the frame just seen, when nothing is wrong with it.
   *
   * @param isOtherView True while the view or its colours are told to be others than those remembered.
   * @param isSuspect True when anything was found in it or is raised. While the scene is not known: when what was found
   *   makes the picture useless.
   */
  learn(isSuspect: boolean, isOtherView: boolean, nowMs: number, scratch: SceneScratch): void {
    if (this.#isOutgrown(isOtherView, scratch)) this.#startAnew()
    this.#quietMs = isSuspect ? 0 : this.#quietMs + this.#elapsedMs
    this.#still.learn(isSuspect, nowMs)
    const memory = this.#memory
    if (memory === null || isSuspect) return
    if (!memory.known) {
      memory.learn(scratch, nowMs, this.#elapsedMs)
      return
    }
    const { deadRatio, aliveRatio } = scratch.evidence
    if (this.#quietMs <= LIMITS.quietMs || deadRatio >= LIMITS.mostDeadRatio || this.#rebase !== null) return
    if (aliveRatio > 0.5) memory.followSharpness(scratch, this.#elapsedMs)
    memory.learn(scratch, nowMs, this.#elapsedMs)
  }

  /**
   * What was learned first may have been the fault: a camera that was being set up, or covered. So a scene without edges
   * gives way to one that has some, and one that was known for a short time only to another that stays.
   */
  #isOutgrown(isOtherView: boolean, { evidence }: SceneScratch): boolean {
    if (this.#memory?.known !== true) return false
    const isSteady = evidence.agreement === null || evidence.agreement > LIMITS.steadyAgreement
    const isRicher = evidence.testifying < LIMITS.fewBlocks && evidence.newBlocks > LIMITS.manyNewBlocks && isSteady
    this.#richerMs = isRicher ? this.#richerMs + this.#elapsedMs : 0
    this.#otherMs = isOtherView ? this.#otherMs + this.#elapsedMs : 0
    const isYoung = this.#memory.learnedMs < LIMITS.youngMs
    return this.#richerMs > LIMITS.richerMs || (isYoung && this.#otherMs > LIMITS.otherMs)
  }

  #startAnew(): void {
    if (this.#recent !== null) this.#memory = new SceneMemory(this.#recent.size)
    this.#richerMs = 0
    this.#otherMs = 0
    this.#still.forget()
  }

  #recentFor({ width, height }: Picture): RecentFrames | null {
    const recent = this.#recent
    if (recent !== null && recent.shape.width === width && recent.shape.height === height) return recent
    const size = lookSize(width, height)
    this.#recent = size === null ? null : new RecentFrames(size, sampleShape(width, height))
    if (size === null) return null
    const memory = this.#memory
    const known = memory?.reference.size
    if (
      known === undefined ||
      known.width !== size.width ||
      known.height !== size.height ||
      known.boxPx !== size.boxPx
    ) {
      const resized = memory?.known === true ? resizeReference(memory.reference, size) : null
      this.#memory = resized === null ? new SceneMemory(size) : SceneMemory.restored(resized, memory?.learnedMs ?? 0)
    }
    this.#still.forget()
    return this.#recent
  }

  /** Another size of the received picture, or another scale: its detail is another, and that is no fault. */
  #noteSourceSize({ sourceWidth }: Picture, nowMs: number): void {
    const isChanged = this.#sourceWidth !== 0 && this.#sourceWidth !== sourceWidth
    this.#sourceWidth = sourceWidth
    if (isChanged) this.#rebase = { sinceMs: nowMs, frames: 0, fine: 0, grain: 0 }
  }

  #weighTime(recent: RecentFrames, isIdentical: boolean, nowMs: number, scratch: SceneScratch): void {
    const { evidence } = scratch
    weighStillness(recent, this.#still.usualLevels ?? 0, scratch, nowMs, this.#stillness)
    this.#still.note(this.#stillness, isIdentical, nowMs, this.#elapsedMs)
    evidence.identicalMs = this.#still.identicalMs
    evidence.usualIdenticalMs = this.#still.usualIdenticalMs
    evidence.usualStillnessLevels = this.#still.usualLevels
    evidence.stillnessLevels = this.#still.isFull ? this.#still.leastLevels : null
    evidence.motion = this.#still.mostMotion
  }

  #weighStripes(picture: Picture, reference: SceneReference, { kernels, evidence, look, stripes }: SceneScratch): void {
    const isOff = evidence.differenceLevels > LIMITS.stripeDifferenceLevels
    const isUnsteady = look.agreementBefore !== null && look.agreementBefore < LIMITS.stripeAgreement
    evidence.stripeLevels = 0
    evidence.stripeShare = 0
    evidence.stripeSteady = false
    if (!isOff && !isUnsteady) {
      this.#pattern.amplitudeLevels = 0
      this.#patternIsOdd = false
      return
    }
    this.#patternIsOdd = !this.#patternIsOdd
    if (this.#patternIsOdd || this.#pattern.amplitudeLevels === 0) {
      const found = this.#oldPattern
      this.#oldPattern = this.#pattern
      this.#pattern = found
      if (!stripes.find(kernels, picture, reference, evidence.slope, evidence.offset, found)) return
    }
    const [now, old] = [this.#pattern, this.#oldPattern]
    const apart = Math.hypot(now.across - old.across, now.down - old.down)
    const mirrored = Math.hypot(now.across + old.across, now.down + old.down)
    evidence.stripeLevels = now.amplitudeLevels
    evidence.stripeShare = now.share
    evidence.stripeSteady = old.amplitudeLevels > 0 && Math.min(apart, mirrored) < 1.6
  }

  /** How long each block has been without its edges, or saturated, and the largest region of those that are covered. */
  #holdBlocks({ look, evidence, difference, sorted }: SceneScratch, reference: SceneReference): void {
    let glaring = 0
    for (let block = 0; block < BLOCKS; block++) {
      const isDead = evidence.weight[block]! > 0 && evidence.fit[block]! < 0.5
      this.#deadMs[block] = held(this.#deadMs[block]!, isDead, this.#elapsedMs, LIMITS.deadHoldMs)
      const isGlaring = look.saturatedRatio[block]! > 0.5 && reference.saturatedRatio[block]! < 0.3
      this.#glareMs[block] = held(this.#glareMs[block]!, isGlaring, this.#elapsedMs, LIMITS.glareHoldMs)
      if (this.#glareMs[block]! >= LIMITS.glareHoldMs) glaring++
    }
    evidence.glareRatio = glaring / BLOCKS
    const isMember = (block: number): boolean => this.#deadMs[block]! >= LIMITS.deadHoldMs
    const isBridge = (block: number): boolean => evidence.weight[block] === 0 && difference[block]! > 12
    evidence.regionRatio = findRegion(isMember, isBridge, evidence.region) / BLOCKS
    if (evidence.regionRatio === 0) {
      evidence.regionFineRatio = 1
      return
    }
    let fine = 0
    let usualFine = 0
    let blocks = 0
    for (let block = 0; block < BLOCKS; block++) {
      if (evidence.region[block] === 0 || evidence.weight[block] === 0) continue
      fine += look.fineLevels[block]!
      usualFine += reference.fineLevels[block]!
      blocks++
    }
    // Noise is in every block, covered or not: what the flattest blocks usually have is no detail, where there is more.
    sorted.set(reference.fineLevels)
    const flattest = quantile(sorted, BLOCKS, 0.1) * blocks
    if (flattest > LIMITS.noisyLevels * blocks && usualFine > LIMITS.detailOverNoise * flattest) {
      fine = Math.max(0, fine - LIMITS.noiseOfFlattest * flattest)
      usualFine -= LIMITS.noiseOfFlattest * flattest
    }
    const light = clamp(evidence.aliveFineRatio, 0.25, 1)
    evidence.regionFineRatio = usualFine > 0 ? fine / usualFine / light : 1
  }

  /** After a change of size, the finest band of healthy frames is brought back to the usual by one factor. */
  #rebaseDetail({ evidence, look }: SceneScratch, reference: SceneReference, nowMs: number): void {
    const rebase = this.#rebase
    evidence.isRebasing = rebase !== null
    if (rebase === null) return
    if (Math.abs(nowMs - rebase.sinceMs) > LIMITS.rebaseMs) this.#rebase = null
    if (evidence.aliveRatio < 0.6 || !look.hasBefore) return
    rebase.frames++
    rebase.fine += evidence.fineRatio
    let grain = 0
    let usualGrain = 0
    for (let block = 0; block < BLOCKS; block++) {
      grain += look.grainLevels[block]!
      usualGrain += reference.grainLevels[block]!
    }
    rebase.grain += (grain + 1) / (usualGrain + 1)
    if (rebase.frames < LIMITS.rebaseFrames) return
    this.#memory?.rescaleDetail(rebase.fine / rebase.frames, rebase.grain / rebase.frames)
    this.#still.forget()
    this.#rebase = null
  }
}

/** How long something has lasted: a moment without it is forgiven, and what is gone is soon gone from here. */
function held(ms: number, isOn: boolean, elapsedMs: number, holdMs: number): number {
  return isOn ? Math.min(holdMs + LIMITS.forgivenMs, ms + elapsedMs) : Math.max(0, ms - 2 * elapsedMs)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
