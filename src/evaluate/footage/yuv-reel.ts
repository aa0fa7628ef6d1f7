import type { RgbImage } from '../pictures/rgb-image.ts'
import { forthAndBack, type Reel } from './footage.ts'

/** Pictures in memory as a JPEG holds them: full-range BT.601, colour at half size both ways. Half of what RGB would take. */
export class YuvReel implements Reel {
  readonly width: number
  readonly height: number
  readonly #fps: number
  readonly #frames: readonly Uint8Array[]

  /** @param frames Planes Y, Cb, Cr one after the other, `width * height * 1.5` bytes each; at least one. */
  constructor(width: number, height: number, fps: number, frames: readonly Uint8Array[]) {
    this.width = width
    this.height = height
    this.#fps = fps
    this.#frames = frames
  }

  read(sceneMs: number, into: RgbImage): void {
    const index = forthAndBack(Math.round((sceneMs * this.#fps) / 1000), this.#frames.length)
    toRgb(this.#frames[index]!, into)
  }
}

function toRgb(planes: Uint8Array, { data, width, height }: RgbImage): void {
  const half = width >> 1
  const cbAt = width * height
  const crAt = cbAt + half * (height >> 1)
  for (let y = 0, i = 0, pixel = 0; y < height; y++) {
    const row = (y >> 1) * half
    for (let x = 0; x < width; x++, i += 3, pixel++) {
      const luma = planes[pixel]!
      const cb = planes[cbAt + row + (x >> 1)]! - 128
      const cr = planes[crAt + row + (x >> 1)]! - 128
      data[i] = luma + 1.402 * cr
      data[i + 1] = luma - 0.344136 * cb - 0.714136 * cr
      data[i + 2] = luma + 1.772 * cb
    }
  }
}
