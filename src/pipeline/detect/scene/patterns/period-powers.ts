import { MAX_SIDE } from './strip-means.ts'

// From so many periods on, harmonics count: bars with hard edges, or a pattern that repeats.
const HARMONIC_PERIODS = 6

/** Powers of the periods of one row of levels, and how much of it repeats with each. One for a thread. */
export class PeriodPowers {
  readonly #powers = new Float64Array(MAX_SIDE)
  readonly #cosines = new Map<number, Float64Array>()
  #most = 0
  #total = 0

  /**
   * Takes the power of every number of periods.
   *
   * @param levels Grey levels, the first `side` count. @param most Periods over the side, at the most.
   */
  take(levels: Float64Array, side: number, most: number): void {
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
        const level = levels[at]!
        real += level * cosines[4 * turn]!
        imaginary += level * cosines[(4 * turn + quarter) % (4 * side)]!
        turn += periods
        if (turn >= side) turn -= side
      }
      powers[periods] = real * real + imaginary * imaginary
      if (periods <= most) total += powers[periods]!
    }
    this.#most = most
    this.#total = total
  }

  /** True where fewer and more periods have no more power: between two whole numbers of periods it is split. */
  isPeak(periods: number): boolean {
    const powers = this.#powers
    return !(powers[periods]! < powers[periods - 1]! || powers[periods]! < powers[periods + 1]!)
  }

  /** Share of the levels that repeats with so many periods, 0..1; may be negative where that is less than chance. */
  shareOf(periods: number, levels: Float64Array, side: number): number {
    return periods < HARMONIC_PERIODS ? shareOfWave(periods, levels, side) : this.#shareOfComb(periods)
  }

  /** Of many periods: what the pattern and its harmonics hold, beyond what they would of noise. */
  #shareOfComb(periods: number): number {
    const most = this.#most
    let held = 0
    let bins = 0
    for (let at = periods; at <= most; at += periods) {
      held += this.#powers[at - 1]! + this.#powers[at]! + this.#powers[at + 1]!
      bins += 3
    }
    const chance = Math.min(0.9, bins / most)
    return (held / (this.#total + 1e-9) - chance) / (1 - chance)
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

/**
 * Of few periods: what one wave and its third harmonic, which hard edges add, explain of all there is. Somebody who stands
 * in the picture has much of the power of three periods, and is no wave.
 */
function shareOfWave(periods: number, levels: Float64Array, side: number): number {
  let energy = 0
  for (let at = 0; at < side; at++) energy += levels[at]! ** 2
  let best = 0
  for (let part = -3; part <= 3; part++) {
    const count = periods + part / 4
    best = Math.max(best, powerOf(count, levels, side) + powerOf(3 * count, levels, side))
  }
  return Math.min(1, (2 * best) / (side * energy + 1e-9))
}

/** Power of any number of periods. */
function powerOf(periods: number, levels: Float64Array, side: number): number {
  let real = 0
  let imaginary = 0
  for (let at = 0; at < side; at++) {
    const angle = (2 * Math.PI * periods * at) / side
    real += levels[at]! * Math.cos(angle)
    imaginary += levels[at]! * Math.sin(angle)
  }
  return real * real + imaginary * imaginary
}
