import { underTan22 } from './direction'

/**
 * Non-maximum suppression of one row: a pixel stays when its magnitude is the greatest across the edge. Of two equal
 * neighbours the one to the left or above wins. Magnitudes are 0 around the picture, so nothing stays behind the row.
 *
 * @param above Address of the magnitudes (i16) of the row above; `here` and `below` likewise.
 * @param marks A byte per pixel, written: 0 none, 1 candidate, 2 edge by itself (see `followEdges`).
 * @param top Where to put the addresses of the marks of edges, u32 each.
 * @returns The new top.
 */
export function thinRow(
  above: usize,
  here: usize,
  below: usize,
  gradientX: usize,
  gradientY: usize,
  width: i32,
  low: i32,
  high: i32,
  marks: usize,
  top: usize
): usize {
  const lowLevels = i16x8.splat(<i16>low)
  const highLevels = i16x8.splat(<i16>high)
  const one = i16x8.splat(1)
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const at = x * 2
    const size = v128.load(here + at)
    const over = i16x8.gt_s(size, lowLevels)
    if (!v128.any_true(over)) {
      store<u64>(marks + x, 0)
      continue
    }
    const gx = v128.load(gradientX + at)
    const gy = v128.load(gradientY + at)
    const ridge = v128.and(over, isRidge(size, gx, gy, above + at, here + at, below + at))
    const strong = v128.and(ridge, i16x8.gt_s(size, highLevels))
    const mark = i16x8.add(v128.and(ridge, one), v128.and(strong, one))
    v128.store64_lane(marks + x, i8x16.narrow_i16x8_u(mark, mark), 0)
    for (let bits = i16x8.bitmask(strong); bits != 0; bits &= bits - 1) {
      store<u32>(top, <u32>(marks + x) + ctz(bits))
      top += 4
    }
  }
  return top
}

/** All ones where the magnitude is the greatest along the gradient; the addresses are those of the first lane. */
// @ts-ignore: decorator
@inline
function isRidge(size: v128, gx: v128, gy: v128, above: usize, here: usize, below: usize): v128 {
  const across = i16x8.abs(gx)
  const down = i16x8.abs(gy)
  const tangent = underTan22(across)
  const isLevel = i16x8.le_s(down, tangent)
  const isUpright = i16x8.gt_s(i16x8.sub(down, i16x8.shl(across, 1)), tangent)
  const level = v128.and(i16x8.gt_s(size, v128.load(here - 2)), i16x8.ge_s(size, v128.load(here + 2)))
  const upright = v128.and(i16x8.gt_s(size, v128.load(above)), i16x8.ge_s(size, v128.load(below)))
  const isRising = i16x8.lt_s(v128.xor(gx, gy), i16x8.splat(0))
  const before = v128.bitselect(v128.load(above + 2), v128.load(above - 2), isRising)
  const after = v128.bitselect(v128.load(below - 2), v128.load(below + 2), isRising)
  const slanted = v128.and(i16x8.gt_s(size, before), i16x8.gt_s(size, after))
  return v128.bitselect(level, v128.bitselect(upright, slanted, isUpright), isLevel)
}
