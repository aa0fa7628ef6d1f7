// BT.601 full range, as JFIF defines it, in 16-bit fixed point; the three add up to 65,536, so white stays 255.
const RED = 19_595
const GREEN = 38_470
const BLUE = 7_471
const HALF = 1 << 15

/**
 * Luma of interleaved pixels: 0.299 R + 0.587 G + 0.114 B, rounded.
 *
 * @param pixels Interleaved 8-bit pixels, `luma.length * channels` values. Read only.
 * @param channels Values per pixel: 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha); alpha is passed over.
 * @param luma Output, one value per pixel, 0..255.
 * @throws RangeError when the pixels are too few or the number of channels is none of the above.
 */
export function lumaFromRgb(pixels: Uint8Array, channels: number, luma: Uint8Array): void {
  if (!(channels >= 1 && channels <= 4) || pixels.length < luma.length * channels) {
    throw new RangeError(
      `Cannot take luma: expected ${luma.length} pixels of 1 to 4 channels, received ${pixels.length} values of ${channels}`
    )
  }
  if (channels < 3) {
    for (let i = 0, at = 0; i < luma.length; i++, at += channels) luma[i] = pixels[at]!
    return
  }
  for (let i = 0, at = 0; i < luma.length; i++, at += channels) {
    luma[i] = (RED * pixels[at]! + GREEN * pixels[at + 1]! + BLUE * pixels[at + 2]! + HALF) >> 16
  }
}
