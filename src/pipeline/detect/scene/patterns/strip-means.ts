import type { Picture } from '../../../../model/picture.ts'
import type { SceneReference } from '../learned/scene-reference.ts'

export const STRIPS = 4
/** Places along a side that are looked at, at the most. */
export const MAX_SIDE = 512

/**
 * The mean levels along a side in four strips of the picture, less those of the relit background, and less light and shade
 * over the whole side. Means over a strip take noise away.
 */
export class StripMeans {
  /** Grey levels at each place, strip by strip; the first `MAX_SIDE` places at the most count. */
  readonly sums = Array.from({ length: STRIPS }, () => new Float64Array(MAX_SIDE))

  /**
   * @param isUpright For upright bars: places follow each other across the picture, else down.
   * @param slope Of the light: picture = slope * background + offset. @param offset Grey levels.
   * @returns How many places there are.
   */
  take(picture: Picture, reference: SceneReference, isUpright: boolean, slope: number, offset: number): number {
    const side = Math.min(MAX_SIDE, isUpright ? picture.width : picture.height)
    this.#addPicture(picture, isUpright)
    this.#takeBackground(picture, reference, isUpright, slope, offset)
    for (const sums of this.sums) removeCubic(sums, side)
    return side
  }

  /** Mean level of every row in each of four strips side by side, or of every column in strips above each other. */
  #addPicture({ luma, width, height }: Picture, isUpright: boolean): void {
    for (const sums of this.sums) sums.fill(0)
    const [columns, rows] = [Math.min(MAX_SIDE, width), Math.min(MAX_SIDE, height)]
    if (isUpright) {
      for (let y = 0; y < height; y++) {
        const sums = this.sums[Math.floor((y * STRIPS) / height)]!
        for (let x = 0, i = y * width; x < columns; x++, i++) sums[x]! += luma[i]!
      }
      for (const sums of this.sums) for (let x = 0; x < columns; x++) sums[x]! *= STRIPS / height
      return
    }
    for (let strip = 0; strip < STRIPS; strip++) {
      const [from, to] = [Math.floor((strip * width) / STRIPS), Math.floor(((strip + 1) * width) / STRIPS)]
      const sums = this.sums[strip]!
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
      const sums = this.sums[strip]!
      for (let at = 0; at < side; at++) sums[at]! -= between(usual, (at + 0.5) / size.boxPx - 0.5)
    }
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
