import { assertPlane } from './assert-plane.ts'

/**
 * Averages whole boxes of `boxPx` x `boxPx` pixels, rounded. Columns and rows that fill no box are cut off; a side
 * shorter than one box becomes one pixel, averaged over what there is.
 *
 * @param plane Row-major 8-bit plane, `width * height` values. Read only.
 * @param boxPx Side of a box, pixels, >= 1; the sum of a box stays exact up to 2,800 px.
 * @param out Output, `max(1, floor(width / boxPx)) * max(1, floor(height / boxPx))` values.
 * @throws RangeError when a plane is too small for its shape.
 */
export function boxShrink(plane: Uint8Array, width: number, height: number, boxPx: number, out: Uint8Array): void {
  assertPlane(plane, width, height, 1)
  const boxWidth = Math.min(boxPx, width)
  const boxHeight = Math.min(boxPx, height)
  const outWidth = Math.floor(width / boxWidth)
  const outHeight = Math.floor(height / boxHeight)
  assertPlane(out, outWidth, outHeight, 1)
  const area = boxWidth * boxHeight
  for (let y = 0, at = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++, at++) {
      let sum = 0
      for (let row = 0; row < boxHeight; row++) {
        const start = (y * boxHeight + row) * width + x * boxWidth
        for (let i = start; i < start + boxWidth; i++) sum += plane[i]!
      }
      out[at] = (sum + area / 2) / area
    }
  }
}
