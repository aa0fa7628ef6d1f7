import { cellOf, cellStart } from './columns'
import { levelsAt } from './lanes'

/** Fraction bits of a background value: 255 levels take 15 bits, so that differences fit 16. */
const FRACTION_BITS: i32 = 7

/**
 * One step of a running mean per pixel, in the chosen cells of a grid: the background goes 1 / 2^shift of the way to the
 * plane, rounded to 1/128 level.
 *
 * @param plane Address of `width * height` 8-bit values; no fewer columns and rows than the grid has.
 * @param background As many i16, 1/128 level each, 0..32640; changed.
 * @param shift 0 (the plane itself) to 8.
 * @param chosen A byte per cell, row-major: 0 leaves the cell's background as it is.
 * @param mask Scratch for one row of 16 bits with its padding.
 */
export function addToBackground(
  plane: usize,
  width: i32,
  height: i32,
  background: usize,
  shift: i32,
  gridColumns: i32,
  gridRows: i32,
  chosen: usize,
  mask: usize
): void {
  const half: i32 = (1 << shift) >> 1
  const halves = i16x8.splat(<i16>half)
  let band = -1
  for (let y = 0; y < height; y++) {
    const bandHere = cellOf(y, height, gridRows)
    if (bandHere != band) spreadMask(chosen + <usize>(bandHere * gridColumns), width, gridColumns, mask)
    band = bandHere
    const start = <usize>(y * width)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = background + 2 * (start + x)
      const old = v128.load(at)
      const level = i16x8.shl(levelsAt(plane + start + x), FRACTION_BITS)
      const step = i16x8.shr_s(i16x8.add_sat_s(i16x8.sub(level, old), halves), shift)
      v128.store(at, i16x8.add(old, v128.and(step, v128.load(mask + 2 * x))))
    }
  }
}

/** Spreads one row of cells over the columns: all ones where chosen, 0 elsewhere and behind the row. */
function spreadMask(chosen: usize, width: i32, gridColumns: i32, mask: usize): void {
  for (let cell = 0; cell < gridColumns; cell++) {
    const start = cellStart(width, cell, gridColumns)
    const bytes = 2 * (cellStart(width, cell + 1, gridColumns) - start)
    memory.fill(mask + 2 * <usize>start, load<u8>(chosen + <usize>cell) != 0 ? 0xff : 0, <usize>bytes)
  }
  v128.store(mask + 2 * <usize>width, i16x8.splat(0))
}
