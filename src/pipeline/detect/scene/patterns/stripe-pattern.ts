import type { KernelMemory } from '../../../../kernels/kernel-memory.ts'
import { powerSpectra } from '../../../../kernels/power-spectra.ts'
import type { Picture } from '../../../../model/picture.ts'
import type { SceneReference } from '../learned/scene-reference.ts'

/** The strongest periodic pattern of a picture that its scene does not have. */
export interface PatternFinding {
  /** Amplitude, grey levels. */
  amplitudeLevels: number
  /** Share of the power that all parts of the picture have in common which this pattern holds, 0..1. */
  share: number
  /** Periods across and down the window. */
  across: number
  down: number
}

const SIDE_PX = 64
const FREQUENCIES = SIDE_PX * SIDE_PX
const WINDOWS = 4
// Slow shading is no pattern: fewer than two periods in the window.
const MIN_PERIODS2 = 4
// Mean of a Hann window along one side, squared over both sides: what it takes from an amplitude.
const WINDOW_GAIN = 0.25

/**
 * Looks for stripes: spectra of (picture - relit background) in the four quadrants. Of each frequency the second smallest
 * of the four counts, so that what stands or drives in one or two quadrants gives nothing.
 */
export class StripePattern {
  readonly #windows = [new Float32Array(FREQUENCIES), new Float32Array(FREQUENCIES)] as const
  readonly #powers = Array.from({ length: WINDOWS }, () => new Float32Array(FREQUENCIES))
  readonly #common = new Float32Array(FREQUENCIES)

  /**
   * @param slope Of the light: picture = slope * background + offset. @param offset Grey levels.
   * @returns null when the picture is too small for four windows.
   */
  find(
    kernels: KernelMemory,
    picture: Picture,
    reference: SceneReference,
    slope: number,
    offset: number,
    out: PatternFinding
  ): boolean {
    if (picture.width < 2 * SIDE_PX || picture.height < 1.4 * SIDE_PX) return false
    for (let pair = 0; pair < 2; pair++) {
      this.#fill(this.#windows[0], picture, reference, slope, offset, 0, pair)
      this.#fill(this.#windows[1], picture, reference, slope, offset, 1, pair)
      const [first, second] = [this.#powers[2 * pair]!, this.#powers[2 * pair + 1]!]
      powerSpectra(kernels, this.#windows[0], this.#windows[1], SIDE_PX, first, second)
    }
    this.#takePeak(out)
    return true
  }

  #fill(
    window: Float32Array,
    { luma, width, height }: Picture,
    { background, size }: SceneReference,
    slope: number,
    offset: number,
    right: number,
    low: number
  ): void {
    const fromX = Math.round((width - SIDE_PX) * (right === 1 ? 0.85 : 0.15))
    const fromY = Math.round((height - SIDE_PX) * (low === 1 ? 0.9 : 0.1))
    for (let row = 0, at = 0; row < SIDE_PX; row++) {
      const lookRow = Math.min(size.height - 1, Math.floor((fromY + row) / size.boxPx)) * size.width
      for (let column = 0; column < SIDE_PX; column++, at++) {
        const lookColumn = Math.min(size.width - 1, Math.floor((fromX + column) / size.boxPx))
        const usual = slope * background[lookRow + lookColumn]! + offset
        window[at] = luma[(fromY + row) * width + fromX + column]! - usual
      }
    }
  }

  #takePeak(out: PatternFinding): void {
    const [a, b, c, d] = this.#powers as [Float32Array, Float32Array, Float32Array, Float32Array]
    const common = this.#common
    let total = 0
    let best = 0
    let bestAt = 0
    for (let u = 0; u < SIDE_PX; u++) {
      const across = u > SIDE_PX / 2 ? u - SIDE_PX : u
      for (let v = 0; v <= SIDE_PX / 2; v++) {
        const at = u * SIDE_PX + v
        common[at] = 0
        if (across * across + v * v < MIN_PERIODS2) continue
        const power = secondSmallest(a[at]!, b[at]!, c[at]!, d[at]!)
        common[at] = power
        total += power
        if (power > best) {
          best = power
          bestAt = at
        }
      }
    }
    const v = bestAt % SIDE_PX
    const u = (bestAt - v) / SIDE_PX
    let peak = 0
    for (let y = Math.max(0, v - 1); y <= Math.min(SIDE_PX / 2, v + 1); y++) {
      for (let x = -1; x <= 1; x++) peak += common[((u + x + SIDE_PX) % SIDE_PX) * SIDE_PX + y]!
    }
    out.share = peak / (total + 1)
    // The window spreads a line over its neighbours: 1.5 times the power of its own frequency in each direction.
    out.amplitudeLevels = (2 * Math.sqrt(peak)) / (FREQUENCIES * WINDOW_GAIN * 1.5)
    out.across = u > SIDE_PX / 2 ? u - SIDE_PX : u
    out.down = v
  }
}

function secondSmallest(a: number, b: number, c: number, d: number): number {
  const low = Math.min(a, b)
  const high = Math.max(a, b)
  const low2 = Math.min(c, d)
  const high2 = Math.max(c, d)
  return low < low2 ? Math.min(high, low2) : Math.min(high2, low)
}
