import { addToCells, addWords, cellOf, clearColumns, isLastRow } from './columns'
import { levelsAt } from './lanes'
import { sumOf } from './sum-of'

/**
 * Sum of the levels in each cell of a grid.
 *
 * @param plane Address of `width * height` 8-bit values; no fewer columns and rows than the grid has.
 * @param columns Scratch, `width` u32 with their padding.
 * @param sums `gridColumns * gridRows` f64, row-major, written.
 */
export function gridSums(
  plane: usize,
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
    addRow(plane + <usize>(y * width), width, columns)
    if (!isLastRow(y, height, gridRows)) continue
    addToCells(columns, width, gridColumns, sums + <usize>(8 * gridColumns * cellOf(y, height, gridRows)))
  }
}

/**
 * Sum of the levels of each row and of each column.
 *
 * @param rowSums `height` u32, written.
 * @param columns `width` u32 with their padding, written; 2^24 levels of 255 fit.
 */
export function rowAndColumnSums(plane: usize, width: i32, height: i32, rowSums: usize, columns: usize): void {
  clearColumns(columns, width)
  for (let y = 0; y < height; y++) {
    const row = plane + <usize>(y * width)
    store<u32>(rowSums + 4 * <usize>y, sumOf(row, width))
    addRow(row, width, columns)
  }
}

function addRow(row: usize, width: i32, columns: usize): void {
  for (let x: usize = 0; x < <usize>width; x += 8) addWords(columns + 4 * x, levelsAt(row + x))
}
