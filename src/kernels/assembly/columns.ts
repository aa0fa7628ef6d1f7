/**
 * Sums over the cells of a regular grid, without looking for cell boundaries at each pixel: every column is summed down
 * one band of the grid (u32 per column), and the columns are added up per cell at the band's end. Where the sides do not
 * divide evenly, boundaries are rounded down.
 */

/**
 * After so many rows columns are added up at the latest. The largest value per pixel is the sum of two squared Sobel
 * derivatives, 2 * 1020^2: 1,024 of them fit 32 bits.
 */
const MAX_ROWS: i32 = 1024

/** First column or row of a cell. */
// @ts-ignore: decorator
@inline
export function cellStart(side: i32, cell: i32, cells: i32): i32 {
  return (side * cell) / cells
}

/** Cell that a row or column lies in. */
// @ts-ignore: decorator
@inline
export function cellOf(at: i32, side: i32, cells: i32): i32 {
  return ((at + 1) * cells - 1) / side
}

/** True when columns are to be added up behind this row: its band ends, or they could overflow. */
// @ts-ignore: decorator
@inline
export function isLastRow(y: i32, height: i32, gridRows: i32): bool {
  if (y + 1 == height || (y + 1) % MAX_ROWS == 0) return true
  return cellOf(y, height, gridRows) != cellOf(y + 1, height, gridRows)
}

/** Adds eight values of 16 bits, unsigned, to eight columns. */
// @ts-ignore: decorator
@inline
export function addWords(columns: usize, values: v128): void {
  v128.store(columns, i32x4.add(v128.load(columns), i32x4.extend_low_i16x8_u(values)))
  v128.store(columns, i32x4.add(v128.load(columns, 16), i32x4.extend_high_i16x8_u(values)), 16)
}

/** Adds the squares of eight values of 16 bits, signed, to eight columns. */
// @ts-ignore: decorator
@inline
export function addSquares(columns: usize, values: v128): void {
  v128.store(columns, i32x4.add(v128.load(columns), i32x4.extmul_low_i16x8_s(values, values)))
  v128.store(columns, i32x4.add(v128.load(columns, 16), i32x4.extmul_high_i16x8_s(values, values)), 16)
}

/**
 * Adds the columns to the sums of one row of cells, and clears them.
 *
 * @param columns Address of `width` u32.
 * @param sums Address of `cells` f64.
 */
export function addToCells(columns: usize, width: i32, cells: i32, sums: usize): void {
  for (let cell = 0; cell < cells; cell++) {
    let sum: u64 = 0
    const end = columns + 4 * <usize>cellStart(width, cell + 1, cells)
    for (let at = columns + 4 * <usize>cellStart(width, cell, cells); at < end; at += 4) sum += load<u32>(at)
    const at = sums + 8 * <usize>cell
    store<f64>(at, load<f64>(at) + <f64>sum)
  }
  clearColumns(columns, width)
}

/** Sets the columns to 0, and those that vectors run into behind them. */
export function clearColumns(columns: usize, width: i32): void {
  memory.fill(columns, 0, 4 * <usize>width + 32)
}
