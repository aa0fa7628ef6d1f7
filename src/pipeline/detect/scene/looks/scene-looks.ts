import type { LookSize } from '../../../../kernels/look-size.ts'
import { isDark } from '../../judgeable.ts'
import { holdAgainst } from '../frame/take-look.ts'
import { openScene } from '../learned/packed-scene.ts'
import { resizeReference } from '../learned/resize-reference.ts'
import type { SceneCheckpoint } from '../learned/scene-checkpoint.ts'
import { SceneMemory } from '../learned/scene-memory.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { SceneEvidence } from '../weigh/scene-evidence.ts'
import { weighEvidence } from '../weigh/weigh-evidence.ts'
import { looksFromBytes, looksToBytes } from './looks-checkpoint.ts'
import { alongEdges, likeness } from './same-view.ts'
import { SceneAlbum } from './scene-album.ts'
import { SceneDrafts } from './scene-drafts.ts'
import { TurnWatch } from './turn-watch.ts'

const LIMITS = {
  /** The present look is lost when fewer of its edges are there, or all colours have shifted by so much, levels. */
  lostAliveRatio: 0.6,
  lostCastLevels: 6,
  /** Another one is found when so many of its edges are there, so few gone, with at least so much contrast and no such shift. */
  foundAliveRatio: 0.7,
  foundDeadRatio: 0.15,
  foundContrast: 0.5,
  foundCastLevels: 8,
  /** And when it has so many more of its edges than the present one. */
  foundBetter: 0.15,
  minTestifying: 10,
  /** Once all have been tried they are tried again after so long, ms. */
  retryMs: 1000,
  /** A new light is one that comes after nothing was suspected, within so long of the loss, ms, and is steady. */
  lightMs: 10_000,
  steadyAgreement: 0.6,
  /** Share of the blocks whose edges lie where they were, whatever their contrast; under the other it is another view. */
  sameAlongEdges: 0.7,
  /** Infrared turns contrast over: fit of such a block over its usual, and least share of the testifying blocks. */
  turnedFit: -0.3,
  turnedRatio: 0.1,
  otherAlongEdges: 0.5,
  /** Light adds no structure: rise of the gradients in three quarters of the blocks, grey levels. */
  mostRiseLevels: 3,
  /** Nor does it take detail from a picture whose block means keep their pattern: finest band over the contrast of the means. */
  minFineOfSlope: 0.6,
  sameLayout: 0.7,
  /** A veil lifts the darkest parts by so much, grey levels, and leaves less than this share of the contrast for its level. */
  veilRiseLevels: 18,
  minContrastOfMean: 0.6,
  /** While learning, a picture under this is of another view, in so many frames. */
  apartLikeness: 0.3,
  apartFrames: 2
}

/**
 * The looks of a camera's scene: lights (day, infrared) and views (presets). One is present; a change to another known one
 * is no fault. What differs by light alone is learned; a view that nobody knows is not, but for those seen while learning,
 * accepted, or come to three times by the camera itself.
 */
export class SceneLooks {
  #memory: SceneMemory | null = null
  readonly #album = new SceneAlbum()
  readonly #drafts = new SceneDrafts()
  readonly #turns = new TurnWatch()
  #tried = 0
  #triedAtMs = 0
  #lostMs = 0
  #isLost = false
  #wasQuiet = false
  #apart = 0
  #returns = 0

  get memory(): SceneMemory | null {
    return this.#memory
  }

  /** True while the camera may be on its way from one of its views to another: what its pictures show then proves nothing. */
  get isTurning(): boolean {
    return this.#turns.isTurning
  }

  /** True while the picture is of another view than the one that is being learned. */
  get isApart(): boolean {
    return this.#apart > 0
  }

  /** What a later run needs; null while nothing is known of the present look. */
  checkpoint(): Uint8Array | null {
    const memory = this.#memory
    if (memory?.known !== true) return null
    return looksToBytes({ present: memory, others: this.#album.packed(), longestTurnMs: this.#turns.longestMs })
  }

  /** @returns False when the bytes cannot be used: then nothing has changed. */
  restore(bytes: Uint8Array): boolean {
    const kept = looksFromBytes(bytes)
    if (kept === null || !this.#album.restore(kept.others)) return false
    this.#memory = SceneMemory.restored(kept.present.reference, kept.present.learnedMs)
    this.#turns.restore(kept.longestTurnMs)
    this.#drafts.clear()
    this.#forgetLoss()
    return true
  }

  /** Gives the present look up for another one, and keeps the rest. */
  replace(memory: SceneMemory): void {
    this.#memory = memory
    this.#forgetLoss()
  }

  /** Gives the present view up, and knows it again should the camera come back to it: it was seen while learning. */
  leave(size: LookSize): void {
    if (this.#memory?.hasPictures === true) this.#drafts.park(this.#memory)
    this.replace(new SceneMemory(size))
  }

  /** Takes the present view as one of the camera's own: it is learned, and what was known is kept. */
  accept(size: LookSize): void {
    const memory = this.#memory
    if (memory?.known === true) this.#album.keep(memory)
    this.replace(new SceneMemory(size))
  }

  /**
   * Finds the look that fits the frame, whose evidence has been weighed against the present one.
   *
   * @param isQuiet True when nothing had been suspected for a while before this frame.
   * @returns True when another one is present now; the evidence is weighed against that, if it is known.
   */
  choose(size: LookSize, isQuiet: boolean, nowMs: number, elapsedMs: number, scratch: SceneScratch): boolean {
    const memory = this.#memory
    if (memory === null) return false
    const isLost = memory.known && isLookLost(scratch.evidence)
    this.#noteLoss(isLost, isQuiet, elapsedMs)
    if (memory.known && !isLost) return false
    const isFound = memory.known
      ? this.#findOther(memory, size, nowMs, scratch)
      : this.#sortNew(memory, size, nowMs, scratch)
    if (isFound) this.#forgetLoss()
    return isFound
  }

  /** The present view is told to be an unknown one. Not for a scene that is being learned. */
  noteStranger(size: LookSize, scratch: SceneScratch): void {
    const memory = this.#memory
    if (memory?.known !== true || !isSteady(scratch)) return
    this.#drafts.visit(scratch, this.#returns, () => {
      const draft = new SceneMemory(size)
      draft.takeFirst(scratch)
      return draft
    })
  }

  #noteLoss(isLost: boolean, isQuiet: boolean, elapsedMs: number): void {
    if (isLost && !this.#isLost) {
      this.#wasQuiet = isQuiet
      this.#tried = 0
    }
    if (!isLost && this.#isLost) this.#returns++
    this.#lostMs = isLost ? this.#lostMs + elapsedMs : 0
    this.#isLost = isLost
    this.#turns.note(isLost, elapsedMs)
  }

  #forgetLoss(): void {
    this.#isLost = false
    this.#lostMs = 0
    this.#tried = 0
    this.#apart = 0
  }

  /** The present look is known and lost. */
  #findOther(memory: SceneMemory, size: LookSize, nowMs: number, scratch: SceneScratch): boolean {
    const { evidence } = scratch
    const before = {
      aliveRatio: evidence.aliveRatio,
      isOther: evidence.isOtherMode || evidence.castLevels > LIMITS.foundCastLevels
    }
    const isOtherMode = evidence.isOtherMode
    const tried = this.#tryAlbum(size, nowMs, before, scratch)
    if (tried === 'found') return true
    if (tried === 'refused') weigh(size, memory.reference, scratch)
    if (!isSteady(scratch)) return false
    if (this.#isNewLight(memory, before.aliveRatio, isOtherMode, scratch)) return true
    if (!this.#drafts.hasOwn) return false
    const own = this.#drafts.takeOwn(scratch)
    if (own === null) {
      weigh(size, memory.reference, scratch)
      return false
    }
    this.#album.keep(memory)
    this.#turns.arrive()
    this.#memory = own
    return true
  }

  /** A light that nobody knows: a look of its own, judged at once where the edges still fit, else learned. */
  #isNewLight(memory: SceneMemory, aliveRatio: number, isOtherMode: boolean, scratch: SceneScratch): boolean {
    // A lamp that is put out is told as black, and what is told is not learned.
    if (!this.#wasQuiet || this.#lostMs > LIMITS.lightMs || isDark(scratch)) return false
    if (isSoftened(scratch.evidence) || isVeiled(scratch.evidence)) return false
    if (isOtherMode && aliveRatio >= LIMITS.lostAliveRatio) {
      this.#album.keep(memory)
      this.#memory = memory.inOtherLight(scratch)
      weigh(memory.reference.size, this.#memory.reference, scratch)
      return true
    }
    if (aliveRatio >= LIMITS.lostAliveRatio || scratch.evidence.gradientRiseLevels > LIMITS.mostRiseLevels) return false
    if (!isTurnedOver(scratch.evidence)) return false
    if (alongEdges(scratch, memory.reference) < LIMITS.sameAlongEdges) return false
    this.#album.keep(memory)
    this.#memory = new SceneMemory(memory.reference.size)
    return true
  }

  /** The present look is being learned: it may be a known one, or another view than the one learned so far. */
  #sortNew(memory: SceneMemory, size: LookSize, nowMs: number, scratch: SceneScratch): boolean {
    if (this.#tryAlbum(size, nowMs, { aliveRatio: 0, isOther: false }, scratch) === 'found') {
      if (memory.hasPictures) this.#drafts.park(memory)
      return true
    }
    if (!memory.hasPictures || !isSteady(scratch)) return false
    const like = likeness(scratch, size, memory.reference.background)
    this.#apart = like !== null && like < LIMITS.apartLikeness ? this.#apart + 1 : 0
    if (this.#apart < LIMITS.apartFrames) return false
    const own = this.#drafts.takeOwn(scratch)
    this.#drafts.park(memory)
    this.#memory = own ?? new SceneMemory(size)
    return true
  }

  /**
   * Tries one known look a frame, the most likely first.
   *
   * @returns `refused` when the evidence is left weighed against a look that is not present.
   */
  #tryAlbum(
    size: LookSize,
    nowMs: number,
    before: { aliveRatio: number; isOther: boolean },
    scratch: SceneScratch
  ): 'found' | 'refused' | 'none' {
    const isDue = Math.abs(nowMs - this.#triedAtMs) >= LIMITS.retryMs
    if (this.#album.size === 0 || (this.#tried >= this.#album.size && !isDue)) return 'none'
    if (this.#tried >= this.#album.size) this.#tried = 0
    const candidate = this.#album.ranked(scratch.look)[this.#tried]
    if (candidate === undefined) return 'none'
    this.#tried++
    this.#triedAtMs = nowMs
    const kept = openScene(candidate.bytes)
    const reference = kept === null ? null : sized(kept, size)
    if (kept === null || reference === null) {
      this.#album.remove(candidate)
      return 'none'
    }
    weigh(size, reference, scratch)
    const { evidence } = scratch
    const isBetter = before.isOther || evidence.aliveRatio > before.aliveRatio + LIMITS.foundBetter
    if (!isFound(evidence) || !isBetter) {
      evidence.known = this.#memory?.known === true
      return 'refused'
    }
    this.#album.remove(candidate)
    const old = this.#memory
    if (old?.known === true) {
      this.#album.keep(old)
      // Another light leaves the edges where they were.
      if (before.aliveRatio < 0.3 && alongEdges(scratch, old.reference) < LIMITS.otherAlongEdges) this.#turns.arrive()
    }
    this.#memory = SceneMemory.restored(reference, kept.learnedMs)
    return 'found'
  }
}

function sized({ reference }: SceneCheckpoint, size: LookSize) {
  const { width, height, boxPx } = reference.size
  const isSame = width === size.width && height === size.height && boxPx === size.boxPx
  return isSame ? reference : resizeReference(reference, size)
}

function weigh(size: LookSize, reference: SceneReference, scratch: SceneScratch): void {
  holdAgainst(size, reference, scratch)
  weighEvidence(scratch, reference)
}

/** Traffic and people hide edges; only light turns them over. */
function isTurnedOver({ fit, weight, testifying }: SceneEvidence): boolean {
  let turned = 0
  for (let block = 0; block < fit.length; block++) if (weight[block]! > 0 && fit[block]! < LIMITS.turnedFit) turned++
  return turned >= LIMITS.turnedRatio * testifying
}

function isSteady({ look }: SceneScratch): boolean {
  return look.agreementBefore !== null && look.agreementBefore > LIMITS.steadyAgreement
}

/** A lens out of focus leaves the levels of every block, and takes the detail: that is no light. */
function isSoftened({ fineRatio, slope, layoutCorrelation }: SceneEvidence): boolean {
  return layoutCorrelation > LIMITS.sameLayout && fineRatio < LIMITS.minFineOfSlope * slope
}

/** Fog may take the colours along: that is no light either. */
function isVeiled({ contrast, meanRatio, blackRiseLevels }: SceneEvidence): boolean {
  return blackRiseLevels > LIMITS.veilRiseLevels && contrast < LIMITS.minContrastOfMean * meanRatio
}

function isLookLost({ testifying, aliveRatio, isOtherMode, castLevels }: SceneEvidence): boolean {
  if (isOtherMode || castLevels > LIMITS.lostCastLevels) return true
  return testifying >= LIMITS.minTestifying && aliveRatio < LIMITS.lostAliveRatio
}

function isFound({ testifying, aliveRatio, deadRatio, contrast, castLevels, isOtherMode }: SceneEvidence): boolean {
  return (
    testifying >= LIMITS.minTestifying &&
    aliveRatio > LIMITS.foundAliveRatio &&
    deadRatio < LIMITS.foundDeadRatio &&
    contrast > LIMITS.foundContrast &&
    castLevels < LIMITS.foundCastLevels &&
    !isOtherMode
  )
}
