import type { Picture } from '../../../../model/picture.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { BandFinding } from './band-pattern.ts'
import type { PatternFinding } from './stripe-pattern.ts'

const LIMITS = {
  /**
   * Patterns are looked for when the picture differs from the background this much, grey levels, or by so many times the
   * usual difference and a level, or when frames do not agree.
   */
  differenceLevels: 5,
  differenceTimesUsual: 2,
  agreement: 0.6,
  /** Two looks found the same pattern when its numbers of periods differ by less than this. */
  samePeriods: 1.6
}

const NOTHING: Readonly<PatternFinding> = { amplitudeLevels: 0, share: 0, across: 0, down: 0 }
const NO_BANDS: Readonly<BandFinding> = { amplitudeLevels: 0, share: 0, periods: 0, isUpright: false }

/** What one camera's last two looks for patterns found: one that stays is over the picture, one that changes is in the scene. */
export class StripeWatch {
  #pattern: PatternFinding = { ...NOTHING }
  #oldPattern: PatternFinding = { ...NOTHING }
  #bands: BandFinding = { ...NO_BANDS }
  #oldBands: BandFinding = { ...NO_BANDS }
  #isSecond = false

  /** Fills the stripes and the bands of the evidence in. Looks at every other frame, since it costs as much as the rest. */
  weigh(picture: Picture, reference: SceneReference, scratch: SceneScratch): void {
    const { evidence, look } = scratch
    evidence.stripeLevels = evidence.stripeShare = evidence.bandLevels = evidence.bandShare = 0
    evidence.stripeSteady = evidence.bandSteady = false
    const odd = LIMITS.differenceTimesUsual * Math.max(1, evidence.usualDifferenceLevels) + 1
    const isOff = evidence.differenceLevels > Math.min(LIMITS.differenceLevels, odd)
    const isUnsteady = look.agreementBefore !== null && look.agreementBefore < LIMITS.agreement
    if (!isOff && !isUnsteady) {
      this.#pattern.amplitudeLevels = this.#bands.amplitudeLevels = 0
      this.#isSecond = false
      return
    }
    this.#isSecond = !this.#isSecond
    if (this.#isSecond || this.#pattern.amplitudeLevels === 0) this.#find(picture, reference, scratch)
    this.#tell(scratch)
  }

  #find(picture: Picture, reference: SceneReference, { kernels, evidence, stripes, bands }: SceneScratch): void {
    ;[this.#pattern, this.#oldPattern] = [this.#oldPattern, this.#pattern]
    ;[this.#bands, this.#oldBands] = [this.#oldBands, this.#bands]
    const { slope, offset } = evidence
    if (!stripes.find(kernels, picture, reference, slope, offset, this.#pattern)) this.#pattern.amplitudeLevels = 0
    bands.find(picture, reference, slope, offset, this.#bands)
  }

  #tell({ evidence }: SceneScratch): void {
    const [now, old] = [this.#pattern, this.#oldPattern]
    const apart = Math.hypot(now.across - old.across, now.down - old.down)
    const mirrored = Math.hypot(now.across + old.across, now.down + old.down)
    evidence.stripeLevels = now.amplitudeLevels
    evidence.stripeShare = now.share
    evidence.stripeSteady = old.amplitudeLevels > 0 && Math.min(apart, mirrored) < LIMITS.samePeriods
    const [bands, oldBands] = [this.#bands, this.#oldBands]
    const isSame = bands.isUpright === oldBands.isUpright && oldBands.amplitudeLevels > 0
    evidence.bandLevels = bands.amplitudeLevels
    evidence.bandShare = bands.share
    evidence.bandSteady = isSame && Math.abs(bands.periods - oldBands.periods) < LIMITS.samePeriods
  }
}
