import { cellStart } from './columns'
import { sumOfLanes } from './lanes'

/**
 * Sums of columns over the cells of one row of a grid, a vector at a time. They are for planes of some hundred columns,
 * where adding up the columns of each band costs as much as all rows before it.
 */

/** Rows after which columns of 16 bits are added up at the latest: 128 values of up to 510 fit. */
export const MOST_SHORT_ROWS: i32 = 128

/**
 * Adds columns of 16 bits, unsigned, to the sums of one row of cells, and clears them.
 *
 * @param columns Address of `width` u16 with their padding. @param sums Address of `cells` f64.
 */
export function addShortColumns(columns: usize, width: i32, cells: i32, sums: usize): void {
  const order = i16x8(0, 1, 2, 3, 4, 5, 6, 7)
  for (let cell = 0; cell < cells; cell++) {
    let sum = i32x4.splat(0)
    let left = cellStart(width, cell + 1, cells) - cellStart(width, cell, cells)
    let at = columns + 2 * <usize>cellStart(width, cell, cells)
    for (; left >= 8; left -= 8, at += 16) sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(v128.load(at)))
    const last = v128.and(v128.load(at), i16x8.lt_s(order, i16x8.splat(<i16>left)))
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(last))
    const to = sums + 8 * <usize>cell
    store<f64>(to, load<f64>(to) + <f64>sumOfLanes(sum))
  }
  clearShortColumns(columns, width)
}

/** Sets the columns to 0, and those that vectors run into behind them. */
export function clearShortColumns(columns: usize, width: i32): void {
  memory.fill(columns, 0, 2 * <usize>width + 32)
}

/**
 * Writes the sums of one row of cells over columns of 32 bits, signed; the sum of a cell must fit 32 bits too.
 *
 * @param columns Address of `width` i32 with their padding. @param sums Address of `cells` f64, written.
 */
export function sumColumns(columns: usize, width: i32, cells: i32, sums: usize): void {
  const order = i32x4(0, 1, 2, 3)
  for (let cell = 0; cell < cells; cell++) {
    let sum = i32x4.splat(0)
    let left = cellStart(width, cell + 1, cells) - cellStart(width, cell, cells)
    let at = columns + 4 * <usize>cellStart(width, cell, cells)
    for (; left >= 4; left -= 4, at += 16) sum = i32x4.add(sum, v128.load(at))
    sum = i32x4.add(sum, v128.and(v128.load(at), i32x4.lt_s(order, i32x4.splat(left))))
    store<f64>(sums + 8 * <usize>cell, <f64>(<i32>sumOfLanes(sum)))
  }
}
