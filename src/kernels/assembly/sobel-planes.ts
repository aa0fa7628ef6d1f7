import { underTan22 } from './direction'
import { sobelRow } from './sobel-row'

/**
 * Sobel 3x3 derivatives, L1 magnitude and direction of a whole plane; the picture's border repeats.
 *
 * @param plane Address of `width * height` 8-bit values.
 * @param gradientX i16 plane, written; `gradientY` and `magnitude` likewise.
 * @param directions 8-bit plane, written: eighths of the half circle, see `directionOf`.
 */
export function sobelPlanes(
  plane: usize,
  width: i32,
  height: i32,
  gradientX: usize,
  gradientY: usize,
  magnitude: usize,
  directions: usize
): void {
  for (let y = 0; y < height; y++) {
    const start = <usize>(y * width)
    const here = plane + start
    const above = y > 0 ? here - <usize>width : here
    const below = y + 1 < height ? here + <usize>width : here
    const gx = gradientX + 2 * start
    const gy = gradientY + 2 * start
    sobelRow(above, here, below, width, gx, gy, magnitude + 2 * start)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const direction = directionOf(v128.load(gx + 2 * x), v128.load(gy + 2 * x))
      v128.store64_lane(directions + start + x, i8x16.narrow_i16x8_u(direction, direction), 0)
    }
  }
}

/**
 * Direction of the gradient modulo 180 degrees, as an edge is the same edge when its contrast turns over: `k` for an
 * angle of 22.5 k up to 22.5 (k + 1) degrees from the x axis towards the y axis, which points down. 0 where it is flat.
 */
// @ts-ignore: decorator
@inline
function directionOf(gx: v128, gy: v128): v128 {
  const zero = i16x8.splat(0)
  const across = i16x8.abs(gx)
  const down = i16x8.abs(gy)
  const tangent = underTan22(across)
  const isFlatAcross = i16x8.eq(gx, zero)
  const turned = v128.and(i16x8.lt_s(v128.xor(gx, gy), zero), i16x8.ne(gy, zero))
  // Exactly 45 degrees begins the third eighth; exactly 135 the seventh, and is, mirrored, the second's end.
  const is45 = v128.andnot(i16x8.eq(down, across), v128.or(turned, isFlatAcross))
  const past45 = v128.or(i16x8.gt_s(down, across), is45)
  const past22 = i16x8.gt_s(down, tangent)
  const past67 = i16x8.gt_s(i16x8.sub(down, i16x8.shl(across, 1)), tangent)
  // All ones is -1: three comparisons, counted.
  const eighth = i16x8.neg(i16x8.add(i16x8.add(past22, past45), past67))
  const mirrored = i16x8.sub(i16x8.splat(7), eighth)
  // Straight down is the fifth eighth's beginning, whichever sign it has.
  const upright = v128.and(isFlatAcross, i16x8.ne(gy, zero))
  return v128.bitselect(i16x8.splat(4), v128.bitselect(mirrored, eighth, turned), upright)
}
