import type { Picture } from '../../../../model/picture.ts'
import type { SceneReference } from '../learned/scene-reference.ts'

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

const STRIPS = 4
// Fewer periods than this over a side are light and shade.
const LEAST_PERIODS = 2.5
// From so many periods on, harmonics count: bars with hard edges, or a pattern that repeats.
const HARMONIC_PERIODS = 6
// Finer patterns than this many pixels of the working picture are left to `StripePattern`.
const LEAST_PERIOD_PX = 3
const MAX_SIDE = 512

/**
 * Looks for bars: the mean levels along a side in four strips of the picture, less those of the relit background. What
 * three of the four strips have in common at a place is a bar's; what stands or drives in one or two of them gives nothing.
 * Means over a strip take noise away, so faint and wide bars show that no window of the picture would tell.
 */
export class BandPattern {
  readonly #sums = Array.from({ length: STRIPS }, () => new Float64Array(MAX_SIDE))
  readonly #common = new Float64Array(MAX_SIDE)
  readonly #powers = new Float64Array(MAX_SIDE)
  readonly #cosines = new Map<number, Float64Array>()

  /** @param slope Of the light: picture = slope * background + offset. @param offset Grey levels. */
  find(picture: Picture, reference: SceneReference, slope: number, offset: number, out: BandFinding): void {
    out.amplitudeLevels = 0
    out.share = 0
    for (const isUpright of [false, true]) {
      const side = Math.min(MAX_SIDE, isUpright ? picture.width : picture.height)
      this.#addPicture(picture, isUpright)
      this.#takeBackground(picture, reference, isUpright, slope, offset)
      for (const sums of this.#sums) removeCubic(sums, side)
      this.#takeCommon(side)
      this.#takePeak(side, isUpright, out)
    }
  }

  /** Mean level of every row in each of four strips side by side, or of every column in strips above each other. */
  #addPicture({ luma, width, height }: Picture, isUpright: boolean): void {
    for (const sums of this.#sums) sums.fill(0)
    const [columns, rows] = [Math.min(MAX_SIDE, width), Math.min(MAX_SIDE, height)]
    if (isUpright) {
      for (let y = 0; y < height; y++) {
        const sums = this.#sums[Math.floor((y * STRIPS) / height)]!
        for (let x = 0, i = y * width; x < columns; x++, i++) sums[x]! += luma[i]!
      }
      for (const sums of this.#sums) for (let x = 0; x < columns; x++) sums[x]! *= STRIPS / height
      return
    }
    for (let strip = 0; strip < STRIPS; strip++) {
      const [from, to] = [Math.floor((strip * width) / STRIPS), Math.floor(((strip + 1) * width) / STRIPS)]
      const sums = this.#sums[strip]!
      for (let y = 0; y < rows; y++) {
        let sum = 0
        for (let i = y * width + from, end = y * width + to; i < end; i++) sum += luma[i]!
        sums[y] = sum / (to - from)
      }
    }
  }

  /** Takes the same means of the background away, under today's light. */
  #takeBackground(
    { width, height }: Picture,
    { background, size }: SceneReference,
    isUpright: boolean,
    slope: number,
    offset: number
  ): void {
    const usual = new Float64Array(isUpright ? size.width : size.height)
    const across = isUpright ? size.height : size.width
    const side = Math.min(MAX_SIDE, isUpright ? width : height)
    for (let strip = 0; strip < STRIPS; strip++) {
      const [from, to] = [Math.floor((strip * across) / STRIPS), Math.floor(((strip + 1) * across) / STRIPS)]
      for (let at = 0; at < usual.length; at++) {
        let sum = 0
        for (let other = from; other < to; other++) {
          sum += background[isUpright ? other * size.width + at : at * size.width + other]!
        }
        usual[at] = slope * (sum / (to - from)) + offset
      }
      const sums = this.#sums[strip]!
      for (let at = 0; at < side; at++) sums[at]! -= between(usual, (at + 0.5) / size.boxPx - 0.5)
    }
  }

  /** What at least three strips have in common at each place: the smaller of the middle two, where they have one sign. */
  #takeCommon(side: number): void {
    const [a, b, c, d] = this.#sums as [Float64Array, Float64Array, Float64Array, Float64Array]
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
    const powers = this.#powers
    const total = this.#takePowers(side, most)
    const amplitudeLevels = this.#amplitude(side)
    for (let periods = Math.ceil(LEAST_PERIODS); periods <= most; periods++) {
      // Between two whole numbers of periods the power is split.
      if (powers[periods]! < powers[periods - 1]! || powers[periods]! < powers[periods + 1]!) continue
      const share =
        periods < HARMONIC_PERIODS ? this.#shareOfWave(periods, side) : this.#shareOfComb(periods, most, total)
      if (amplitudeLevels * Math.max(0, share) <= out.amplitudeLevels * out.share) continue
      Object.assign(out, { amplitudeLevels, share, periods, isUpright })
    }
  }

  /** Of many periods: what the pattern and its harmonics hold, beyond what they would of noise. */
  #shareOfComb(periods: number, most: number, total: number): number {
    let held = 0
    let bins = 0
    for (let at = periods; at <= most; at += periods) {
      held += this.#powers[at - 1]! + this.#powers[at]! + this.#powers[at + 1]!
      bins += 3
    }
    const chance = Math.min(0.9, bins / most)
    return (held / (total + 1e-9) - chance) / (1 - chance)
  }

  /**
   * Of few periods: what one wave and its third harmonic, which hard edges add, explain of all there is. Somebody who stands
   * in the picture has much of the power of three periods, and is no wave.
   */
  #shareOfWave(periods: number, side: number): number {
    let energy = 0
    for (let at = 0; at < side; at++) energy += this.#common[at]! ** 2
    let best = 0
    for (let part = -3; part <= 3; part++) {
      const count = periods + part / 4
      best = Math.max(best, this.#powerOf(count, side) + this.#powerOf(3 * count, side))
    }
    return Math.min(1, (2 * best) / (side * energy + 1e-9))
  }

  /** Power of any number of periods. */
  #powerOf(periods: number, side: number): number {
    let real = 0
    let imaginary = 0
    for (let at = 0; at < side; at++) {
      const angle = (2 * Math.PI * periods * at) / side
      real += this.#common[at]! * Math.cos(angle)
      imaginary += this.#common[at]! * Math.sin(angle)
    }
    return real * real + imaginary * imaginary
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

  /** Power of every number of periods up to the most. @returns Their sum. */
  #takePowers(side: number, most: number): number {
    const cosines = this.#cosinesFor(side)
    const powers = this.#powers
    let total = 0
    powers.fill(0)
    // Light and shade are no bars, and take their part of the whole.
    for (let periods = 1; periods <= most + 1; periods++) {
      let real = 0
      let imaginary = 0
      const quarter = 3 * side
      for (let at = 0, turn = 0; at < side; at++) {
        const level = this.#common[at]!
        real += level * cosines[4 * turn]!
        imaginary += level * cosines[(4 * turn + quarter) % (4 * side)]!
        turn += periods
        if (turn >= side) turn -= side
      }
      powers[periods] = real * real + imaginary * imaginary
      if (periods <= most) total += powers[periods]!
    }
    return total
  }

  #cosinesFor(side: number): Float64Array {
    let cosines = this.#cosines.get(side)
    if (cosines === undefined) {
      cosines = Float64Array.from({ length: 4 * side }, (_, i) => Math.cos((Math.PI * i) / (2 * side)))
      this.#cosines.set(side, cosines)
    }
    return cosines
  }
}

function between(values: Float64Array, at: number): number {
  const place = Math.min(values.length - 1, Math.max(0, at))
  const first = Math.floor(place)
  const next = Math.min(values.length - 1, first + 1)
  return values[first]! + (values[next]! - values[first]!) * (place - first)
}

/** Takes the best cubic away: light and shade over the whole side. */
function removeCubic(values: Float64Array, side: number): void {
  for (let degree = 0; degree <= 3; degree++) {
    let product = 0
    let energy = 0
    for (let at = 0; at < side; at++) {
      const weight = legendre(degree, (2 * at + 1) / side - 1)
      product += values[at]! * weight
      energy += weight * weight
    }
    for (let at = 0; at < side; at++) values[at]! -= (product / energy) * legendre(degree, (2 * at + 1) / side - 1)
  }
}

/** Legendre polynomials, which hardly overlap when they are sampled at a hundred places or more. */
function legendre(degree: number, x: number): number {
  if (degree === 0) return 1
  if (degree === 1) return x
  return degree === 2 ? 1.5 * x * x - 0.5 : 2.5 * x * x * x - 1.5 * x
}
