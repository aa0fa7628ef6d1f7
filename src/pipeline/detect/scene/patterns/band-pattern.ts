import type { Picture } from '../../../../model/picture.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { PeriodPowers } from './period-powers.ts'
import { MAX_SIDE, STRIPS, StripMeans } from './strip-means.ts'

/** Bars across the whole picture that its scene does not have. */
export interface BandFinding {
  /** Amplitude, grey levels; 0 when there are none. */
  amplitudeLevels: number
  /** Share of what all strips of the picture have in common which repeats with one period, beyond chance, 0..1. */
  share: number
  /** Periods over the side along which they follow each other. */
  periods: number
  /** Upright bars follow each other across, lying ones down the picture. */
  isUpright: boolean
}

// Fewer periods than this over a side are light and shade.
const LEAST_PERIODS = 2.5
// Finer patterns than this many pixels of the working picture are left to `StripePattern`.
const LEAST_PERIOD_PX = 3

/**
 * Looks for bars: the mean levels along a side in four strips of the picture, less those of the relit background. What
 * three of the four strips have in common at a place is a bar's; what stands or drives in one or two of them gives nothing.
 * Means over a strip take noise away, so faint and wide bars show that no window of the picture would tell.
 */
export class BandPattern {
  readonly #means = new StripMeans()
  readonly #common = new Float64Array(MAX_SIDE)
  readonly #powers = new PeriodPowers()

  /** @param slope Of the light: picture = slope * background + offset. @param offset Grey levels. */
  find(picture: Picture, reference: SceneReference, slope: number, offset: number, out: BandFinding): void {
    out.amplitudeLevels = 0
    out.share = 0
    for (const isUpright of [false, true]) {
      const side = this.#means.take(picture, reference, isUpright, slope, offset)
      this.#takeCommon(side)
      this.#takePeak(side, isUpright, out)
    }
  }

  /** What at least three strips have in common at each place: the smaller of the middle two, where they have one sign. */
  #takeCommon(side: number): void {
    const [a, b, c, d] = this.#means.sums as [Float64Array, Float64Array, Float64Array, Float64Array]
    for (let at = 0; at < side; at++) {
      const low = Math.min(a[at]!, b[at]!)
      const high = Math.max(a[at]!, b[at]!)
      const low2 = Math.min(c[at]!, d[at]!)
      const high2 = Math.max(c[at]!, d[at]!)
      const lower = Math.max(low, low2)
      const upper = Math.min(high, high2)
      const least = Math.min(lower, upper)
      const most = Math.max(lower, upper)
      this.#common[at] = least > 0 ? least : Math.min(0, most)
    }
  }

  #takePeak(side: number, isUpright: boolean, out: BandFinding): void {
    const most = Math.floor(side / LEAST_PERIOD_PX)
    this.#powers.take(this.#common, side, most)
    const amplitudeLevels = this.#amplitude(side)
    for (let periods = Math.ceil(LEAST_PERIODS); periods <= most; periods++) {
      if (!this.#powers.isPeak(periods)) continue
      const share = this.#powers.shareOf(periods, this.#common, side)
      if (amplitudeLevels * Math.max(0, share) <= out.amplitudeLevels * out.share) continue
      Object.assign(out, { amplitudeLevels, share, periods, isUpright })
    }
  }

  /** Of the quarter of the side in which the bars are weakest but one: somebody who stands there is in one or two. */
  #amplitude(side: number): number {
    const squares = Array.from({ length: STRIPS }, (_, quarter) => {
      const [from, to] = [Math.floor((quarter * side) / STRIPS), Math.floor(((quarter + 1) * side) / STRIPS)]
      let sum = 0
      for (let at = from; at < to; at++) sum += this.#common[at]! ** 2
      return sum / (to - from)
    }).sort((one, other) => one - other)
    return Math.sqrt(2 * squares[1]!)
  }
}
