import { followEdges } from './follow-edges'
import { LEAD, scratchRowBytes } from './rows'
import { sobelRow } from './sobel-row'
import { thinRow } from './thin-row'

/**
 * Canny edge pixels: Sobel 3x3, L1 magnitude, non-maximum suppression, hysteresis over 8 neighbours. Derivatives live
 * for three rows only; what is kept of the picture is one mark per pixel.
 *
 * @param luma Address of the plane.
 * @param low Magnitude over which a pixel may be an edge, -1..2040.
 * @param high Magnitude over which a pixel is an edge by itself, >= low.
 * @param rows Scratch for seven rows of i16 with their padding.
 * @param marks Scratch, a byte per pixel with a border of one pixel.
 * @param stack Scratch, four bytes per pixel.
 * @returns How many edge pixels there are.
 * @see Canny, "A Computational Approach to Edge Detection", IEEE PAMI 8(6), 1986
 */
export function cannyEdges(
  luma: usize,
  width: i32,
  height: i32,
  low: i32,
  high: i32,
  rows: usize,
  marks: usize,
  stack: usize
): u32 {
  const rowBytes = scratchRowBytes(width)
  const stride = <usize>width + 2
  memory.fill(rows, 0, 3 * rowBytes)
  memory.fill(marks, 0, stride + 1)
  let top = stack
  let before = rows + LEAD
  let now = before + rowBytes
  let next = now + rowBytes
  let gradients = rows + 3 * rowBytes
  let nextGradients = gradients + 2 * rowBytes
  magnitudes(luma, width, height, 0, gradients, rowBytes, now)
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) magnitudes(luma, width, height, y + 1, nextGradients, rowBytes, next)
    else memory.fill(next, 0, rowBytes - LEAD)
    const marksRow = marks + <usize>(y + 1) * stride + 1
    top = thinRow(before, now, next, gradients, gradients + rowBytes, width, low, high, marksRow, top)
    // The border right of this row and left of the next.
    store<u16>(marksRow + <usize>width, 0)
    const freed = before
    before = now
    now = next
    next = freed
    const used = gradients
    gradients = nextGradients
    nextGradients = used
  }
  memory.fill(marks + <usize>(height + 1) * stride, 0, stride)
  return followEdges(stride, stack, top)
}

/** Derivatives of row `y`, one behind the other at `gradients`, and its magnitude, 0 behind its end. */
function magnitudes(
  luma: usize,
  width: i32,
  height: i32,
  y: i32,
  gradients: usize,
  rowBytes: usize,
  magnitude: usize
): void {
  const here = luma + <usize>(y * width)
  const above = y > 0 ? here - <usize>width : here
  const below = y + 1 < height ? here + <usize>width : here
  sobelRow(above, here, below, width, gradients, gradients + rowBytes, magnitude)
  v128.store(magnitude + 2 * <usize>width, i16x8.splat(0))
}
