import { assertPlane } from '../../../src/kernels/assert-plane.ts'

/**
 * Smooths with the binomial kernel 1 4 6 4 1 in both directions, rounded, mirrored at the border without repeating it.
 * The same values as `cv2.GaussianBlur(plane, (5, 5), 0)` on 8-bit planes, which the wire contract's figures come from.
 *
 * @param plane Row-major 8-bit plane, `width * height` values. Read only.
 * @param width Pixels per row, >= 3.
 * @param height Rows, >= 3.
 * @param rows Scratch, at least `width * height` values.
 * @param out Output, `width * height` values; may be `plane`.
 * @throws RangeError when a plane is too small for its shape.
 */
export function gaussian5x5(
  plane: Uint8Array,
  width: number,
  height: number,
  rows: Uint16Array,
  out: Uint8Array
): void {
  assertPlane(plane, width, height, 3)
  assertPlane(rows, width, height, 3)
  assertPlane(out, width, height, 3)
  for (let y = 0; y < height; y++) smoothRow(plane, y * width, width, rows)
  for (let y = 0; y < height; y++) {
    const above2 = mirrored(y - 2, height) * width
    const above = mirrored(y - 1, height) * width
    const here = y * width
    const below = mirrored(y + 1, height) * width
    const below2 = mirrored(y + 2, height) * width
    for (let x = 0; x < width; x++) {
      const near = rows[above + x]! + rows[below + x]!
      const far = rows[above2 + x]! + rows[below2 + x]!
      // The weights add up to 256 over both directions.
      out[here + x] = (far + 4 * near + 6 * rows[here + x]! + 128) >> 8
    }
  }
}

function smoothRow(plane: Uint8Array, start: number, width: number, rows: Uint16Array): void {
  const last = start + width - 1
  for (let i = start + 2; i <= last - 2; i++) {
    rows[i] = plane[i - 2]! + plane[i + 2]! + 4 * (plane[i - 1]! + plane[i + 1]!) + 6 * plane[i]!
  }
  smoothEnd(plane, start, width, 0, rows)
  smoothEnd(plane, start, width, 1, rows)
  smoothEnd(plane, start, width, width - 2, rows)
  smoothEnd(plane, start, width, width - 1, rows)
}

function smoothEnd(plane: Uint8Array, start: number, width: number, x: number, rows: Uint16Array): void {
  const far = plane[start + mirrored(x - 2, width)]! + plane[start + mirrored(x + 2, width)]!
  const near = plane[start + mirrored(x - 1, width)]! + plane[start + mirrored(x + 1, width)]!
  rows[start + x] = far + 4 * near + 6 * plane[start + x]!
}

/** Index inside 0..side-1, mirrored about the first and the last value; at most two steps outside, side >= 3. */
function mirrored(index: number, side: number): number {
  if (index < 0) return -index
  return index < side ? index : 2 * (side - 1) - index
}
