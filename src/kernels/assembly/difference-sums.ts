import { addShortColumns, clearShortColumns, MOST_SHORT_ROWS } from './cell-sums'
import { cellStart } from './columns'
import { levelsAt } from './lanes'

/**
 * Sum of the absolute differences of two planes in each cell of a grid.
 *
 * @param one Address of `width * height` 8-bit values; no fewer columns and rows than the grid has. `other` likewise.
 * @param columns Scratch, `width` u16 with their padding.
 * @param sums `gridColumns * gridRows` f64, row-major, written.
 */
export function differenceSums(
  one: usize,
  other: usize,
  width: i32,
  height: i32,
  gridColumns: i32,
  gridRows: i32,
  columns: usize,
  sums: usize
): void {
  memory.fill(sums, 0, <usize>(8 * gridColumns * gridRows))
  clearShortColumns(columns, width)
  for (let row = 0, y = 0; y < height; ) {
    for (const stop = lastOf(row, y, height, gridRows); y < stop; y++) {
      const start = <usize>(y * width)
      for (let x: usize = 0; x < <usize>width; x += 16) {
        addDifference(columns + 2 * x, v128.load(one + start + x), v128.load(other + start + x))
      }
    }
    addShortColumns(columns, width, gridColumns, sums + <usize>(8 * gridColumns * row))
    if (y == cellStart(height, row + 1, gridRows)) row++
  }
}

/**
 * The same of what changes from pixel to pixel along a row: light that changes smoothly cancels out, and noise stays.
 * Both sides >= 2; the last column counts nothing.
 */
export function grainSums(
  one: usize,
  other: usize,
  width: i32,
  height: i32,
  gridColumns: i32,
  gridRows: i32,
  columns: usize,
  sums: usize
): void {
  memory.fill(sums, 0, <usize>(8 * gridColumns * gridRows))
  clearShortColumns(columns, width)
  for (let row = 0, y = 0; y < height; ) {
    for (const stop = lastOf(row, y, height, gridRows); y < stop; y++) {
      const start = <usize>(y * width)
      for (let x: usize = 0; x < <usize>width; x += 8) {
        const first = one + start + x
        const second = other + start + x
        const here = i16x8.sub(levelsAt(first), levelsAt(second))
        const next = i16x8.sub(levelsAt(first + 1), levelsAt(second + 1))
        const at = columns + 2 * x
        v128.store(at, i16x8.add(v128.load(at), i16x8.abs(i16x8.sub(here, next))))
      }
    }
    store<u16>(columns + 2 * <usize>(width - 1), 0)
    addShortColumns(columns, width, gridColumns, sums + <usize>(8 * gridColumns * row))
    if (y == cellStart(height, row + 1, gridRows)) row++
  }
}

/**
 * Sum of the absolute differences of a plane and another that is put under another light: within 0..255,
 * level * slope + offset.
 *
 * @param usual Address of the plane that is relit.
 * @param slope In 1/128, 0..1023 (so that the product with a level of up to 255 may saturate, and never wraps).
 * @param offset Grey levels, -255..255.
 */
export function relitDifferenceSums(
  now: usize,
  usual: usize,
  width: i32,
  height: i32,
  slope: i32,
  offset: i32,
  gridColumns: i32,
  gridRows: i32,
  columns: usize,
  sums: usize
): void {
  // Level and 1 in turn, times slope and offset in turn; the half that rounds is in the offset.
  const light = i32x4.splat((((offset << 7) + 64) << 16) | slope)
  memory.fill(sums, 0, <usize>(8 * gridColumns * gridRows))
  clearShortColumns(columns, width)
  for (let row = 0, y = 0; y < height; ) {
    for (const stop = lastOf(row, y, height, gridRows); y < stop; y++) {
      const start = <usize>(y * width)
      for (let x: usize = 0; x < <usize>width; x += 16) {
        const low = relit(levelsAt(usual + start + x), light)
        const high = relit(levelsAt(usual + start + x + 8), light)
        addDifference(columns + 2 * x, v128.load(now + start + x), i8x16.narrow_i16x8_u(low, high))
      }
    }
    addShortColumns(columns, width, gridColumns, sums + <usize>(8 * gridColumns * row))
    if (y == cellStart(height, row + 1, gridRows)) row++
  }
}

/** Eight levels under another light, 16 bits, not yet within 0..255. */
// @ts-ignore: decorator
@inline
function relit(levels: v128, light: v128): v128 {
  const ones = i16x8.splat(1)
  const low = i32x4.dot_i16x8_s(v128.shuffle<i16>(levels, ones, 0, 8, 1, 9, 2, 10, 3, 11), light)
  const high = i32x4.dot_i16x8_s(v128.shuffle<i16>(levels, ones, 4, 12, 5, 13, 6, 14, 7, 15), light)
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, 7), i32x4.shr_s(high, 7))
}

/** Adds the absolute differences of sixteen levels to sixteen columns. */
// @ts-ignore: decorator
@inline
function addDifference(columns: usize, one: v128, other: v128): void {
  const difference = v128.or(i8x16.sub_sat_u(one, other), i8x16.sub_sat_u(other, one))
  v128.store(columns, i16x8.add(v128.load(columns), i16x8.extend_low_i8x16_u(difference)))
  v128.store(columns, i16x8.add(v128.load(columns, 16), i16x8.extend_high_i8x16_u(difference)), 16)
}

/** The row at which columns are to be added up: the band of cells ends, or they could overflow. */
function lastOf(row: i32, y: i32, height: i32, gridRows: i32): i32 {
  return min(cellStart(height, row + 1, gridRows), y + MOST_SHORT_ROWS)
}
