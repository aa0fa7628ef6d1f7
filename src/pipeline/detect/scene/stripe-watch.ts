import type { Picture } from '../../../model/picture.ts'
import type { SceneReference } from './scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'
import type { PatternFinding } from './stripe-pattern.ts'

const LIMITS = {
  /** Stripes are looked for when the picture differs from the background this much, grey levels, or frames do not agree. */
  minDifferenceLevels: 5,
  maxAgreement: 0.6,
  /** Two findings are of the same pattern when they are at most so many periods apart. */
  mostApart: 1.6
}

/** Looks for stripes where there may be some, in every second frame, and tells whether they stay the same. */
export class StripeWatch {
  #now: PatternFinding = { amplitudeLevels: 0, share: 0, across: 0, down: 0 }
  #old: PatternFinding = { amplitudeLevels: 0, share: 0, across: 0, down: 0 }
  #isOdd = false

  weigh(picture: Picture, reference: SceneReference, { kernels, evidence, look, stripes }: SceneScratch): void {
    const isOff = evidence.differenceLevels > LIMITS.minDifferenceLevels
    const isUnsteady = look.agreementBefore !== null && look.agreementBefore < LIMITS.maxAgreement
    evidence.stripeLevels = 0
    evidence.stripeShare = 0
    evidence.stripeSteady = false
    if (!isOff && !isUnsteady) {
      this.#now.amplitudeLevels = 0
      this.#isOdd = false
      return
    }
    this.#isOdd = !this.#isOdd
    if (this.#isOdd || this.#now.amplitudeLevels === 0) {
      const found = this.#old
      this.#old = this.#now
      this.#now = found
      if (!stripes.find(kernels, picture, reference, evidence.slope, evidence.offset, found)) return
    }
    const [now, old] = [this.#now, this.#old]
    const apart = Math.hypot(now.across - old.across, now.down - old.down)
    const mirrored = Math.hypot(now.across + old.across, now.down + old.down)
    evidence.stripeLevels = now.amplitudeLevels
    evidence.stripeShare = now.share
    evidence.stripeSteady = old.amplitudeLevels > 0 && Math.min(apart, mirrored) < LIMITS.mostApart
  }
}
