import { BLOCKS } from '../../../kernels/block-grid.ts'
import { ANCHOR_BLOCKS } from './learned/scene-anchor.ts'
import type { SceneReference } from './learned/scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { type AnchorEvidence, createAnchorEvidence } from './weigh/anchor-evidence.ts'
import { weighAnchor } from './weigh/weigh-anchor.ts'

const DAY_MS = 86_400_000

/** Times are of healthy frames. docs/limits.md#anchors */
const LIMITS = {
  /** Known, and from there on slow, after so long, ms: what creeps in within two minutes must not be a part of it. */
  firstMs: 60_000,
  /** Follows within about this time, ms: longer than a day with its lights, shorter than a season. */
  followMs: 3 * DAY_MS,
  /** Taken in once in so long, ms: in steps of a frame 32 bits would lose what it learns. */
  stepMs: 5000,
  /** Held against the present once in so long, ms: what creeps does not need every frame. */
  weighMs: 1000,
  /** Nothing is told of a picture that shows less of the scene. */
  minAliveRatio: 0.5,
  /** Healthy frames until the sharpness is known that the anchor begins with. */
  minSharpFrames: 20,
  /** Sharper than it ever was by so much for so long, ms: it was set up out of focus. */
  refocused: 1.3,
  refocusedMs: 30_000
}

/** Keeps the anchor of the present look, and holds the present against it. */
export class AnchorWatch {
  readonly #evidence: AnchorEvidence = createAnchorEvidence()
  #isWeighed = false
  /** Time since it was last weighed, and since it last took something in. */
  #weighedMs: number = LIMITS.weighMs
  #untakenMs = 0
  #sharperMs = 0
  #leastSharper = Number.POSITIVE_INFINITY
  #leastFiner = Number.POSITIVE_INFINITY

  /** Of a frame of the last second; null while nothing is known or nothing can be told. Stays the same object. */
  get evidence(): Readonly<AnchorEvidence> | null {
    return this.#isWeighed ? this.#evidence : null
  }

  /** Another look is present, with an anchor of its own. */
  forget(): void {
    this.#isWeighed = false
    this.#weighedMs = LIMITS.weighMs
    this.#untakenMs = 0
    this.#forgetSharper()
  }

  /** After everything else has been weighed. @param elapsedMs Time since the frame before, as far as it counts. */
  weigh(scratch: SceneScratch, reference: SceneReference, elapsedMs: number): void {
    this.#weighedMs += elapsedMs
    const { evidence } = scratch
    const isTold = evidence.aliveRatio > LIMITS.minAliveRatio && !evidence.isRebasing && !evidence.isOtherMode
    if (reference.anchor.learnedMs < LIMITS.firstMs || !isTold) this.#isWeighed = false
    else if (this.#weighedMs >= LIMITS.weighMs) {
      this.#weighedMs = 0
      this.#isWeighed = true
      weighAnchor(scratch, reference, this.#evidence)
    }
  }

  /** Takes in what is usual now, while nothing is wrong. */
  learn(reference: SceneReference, elapsedMs: number): void {
    this.#untakenMs += elapsedMs
    if (this.#untakenMs >= LIMITS.stepMs) {
      follow(reference, this.#untakenMs)
      this.#untakenMs = 0
    }
    this.#followFocus(reference, elapsedMs)
  }

  #followFocus({ anchor }: SceneReference, elapsedMs: number): void {
    if (!this.#isWeighed) return
    const { sharpness, fineRatio } = this.#evidence
    if (sharpness === null || sharpness < LIMITS.refocused || fineRatio < LIMITS.refocused) {
      this.#forgetSharper()
      return
    }
    this.#sharperMs += elapsedMs
    this.#leastSharper = Math.min(this.#leastSharper, sharpness)
    this.#leastFiner = Math.min(this.#leastFiner, fineRatio)
    if (this.#sharperMs < LIMITS.refocusedMs) return
    for (let block = 0; block < BLOCKS; block++) {
      anchor.sharpness[block]! *= this.#leastSharper
      anchor.fineLevels[block]! *= this.#leastFiner
    }
    this.#forgetSharper()
  }

  #forgetSharper(): void {
    this.#sharperMs = 0
    this.#leastSharper = Number.POSITIVE_INFINITY
    this.#leastFiner = Number.POSITIVE_INFINITY
  }
}

/** Moves the anchor towards what is usual now: a plain mean at first, then slowly. */
function follow(reference: SceneReference, elapsedMs: number): void {
  const { anchor } = reference
  const isFirst = anchor.learnedMs < LIMITS.firstMs
  const step = elapsedMs / (isFirst ? anchor.learnedMs + elapsedMs : LIMITS.followMs)
  const to = (old: number, now: number): number => old + step * (now - old)
  for (const name of ANCHOR_BLOCKS) {
    if (name === 'sharpness') continue
    for (let block = 0; block < BLOCKS; block++) anchor[name][block] = to(anchor[name][block]!, reference[name][block]!)
  }
  anchor.wholeMeanLevels = to(anchor.wholeMeanLevels, reference.wholeMeanLevels)
  anchor.percentile1Levels = to(anchor.percentile1Levels, reference.percentile1Levels)
  anchor.percentile98Levels = to(anchor.percentile98Levels, reference.percentile98Levels)
  if (reference.sharpFrames >= LIMITS.minSharpFrames) {
    for (let block = 0; block < BLOCKS; block++) {
      const [old, now] = [anchor.sharpness[block]!, reference.sharpness[block]!]
      // A block that lost its edges has none to compare; one that got some begins with them.
      if (now > 0) anchor.sharpness[block] = old === 0 ? now : to(old, now)
    }
  }
  anchor.learnedMs = Math.min(LIMITS.firstMs, anchor.learnedMs + elapsedMs)
}
