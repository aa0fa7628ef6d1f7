import { addToCells, addWords, cellOf, clearColumns, isLastRow } from './columns'
import { levelsAt } from './lanes'

/**
 * Sum of the absolute differences of two planes in each cell of a grid.
 *
 * @param one Address of `width * height` 8-bit values; no fewer columns and rows than the grid has. `other` likewise.
 * @param columns Scratch, `width` u32 with their padding.
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
  clearColumns(columns, width)
  for (let y = 0; y < height; y++) {
    const start = <usize>(y * width)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      addWords(columns + 4 * x, i16x8.abs(i16x8.sub(levelsAt(one + start + x), levelsAt(other + start + x))))
    }
    if (!isLastRow(y, height, gridRows)) continue
    addToCells(columns, width, gridColumns, sums + <usize>(8 * gridColumns * cellOf(y, height, gridRows)))
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
  clearColumns(columns, width)
  for (let y = 0; y < height; y++) {
    const start = <usize>(y * width)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const first = one + start + x
      const second = other + start + x
      const here = i16x8.sub(levelsAt(first), levelsAt(second))
      const next = i16x8.sub(levelsAt(first + 1), levelsAt(second + 1))
      addWords(columns + 4 * x, i16x8.abs(i16x8.sub(here, next)))
    }
    if (!isLastRow(y, height, gridRows)) continue
    store<u32>(columns + 4 * <usize>(width - 1), 0)
    addToCells(columns, width, gridColumns, sums + <usize>(8 * gridColumns * cellOf(y, height, gridRows)))
  }
}

/**
 * Every level of a plane under another light: level * slope + offset, within 0..255.
 *
 * @param slope In 1/128, 0..1023 (so that the product with a level of up to 255 may saturate, and never wraps).
 * @param offset Grey levels.
 */
export function relight(plane: usize, count: i32, slope: i32, offset: i32, out: usize): void {
  const factor = i32x4.splat(slope)
  const more = i32x4.splat((offset << 7) + 64)
  for (let i: usize = 0; i < <usize>count; i += 8) {
    const level = levelsAt(plane + i)
    const low = i32x4.shr_s(i32x4.add(i32x4.mul(i32x4.extend_low_i16x8_s(level), factor), more), 7)
    const high = i32x4.shr_s(i32x4.add(i32x4.mul(i32x4.extend_high_i16x8_s(level), factor), more), 7)
    const words = i16x8.narrow_i32x4_s(low, high)
    v128.store64_lane(out + i, i8x16.narrow_i16x8_u(words, words), 0)
  }
}
