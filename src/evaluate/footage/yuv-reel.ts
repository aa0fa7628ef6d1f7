import type { RgbImage } from '../pictures/rgb-image.ts'
import { MemoryReel } from './memory-reel.ts'

/**
 * Pictures as a JPEG holds them: full-range BT.601, colour at half size both ways; planes Y, Cb, Cr one after the other,
 * `width * height * 1.5` bytes each. Half of what RGB would take.
 */
export class YuvReel extends MemoryReel<Uint8Array> {
  protected show(planes: Uint8Array, into: RgbImage): void {
    toRgb(planes, into)
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
