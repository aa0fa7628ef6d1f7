import { addSquares, addToCells, cellOf, clearColumns, isLastRow } from './columns'
import { levelsAt } from './lanes'

/**
 * Sum of the squared responses of the 4-neighbour Laplacian (each within +-1020) in each cell of a grid. The border of
 * one pixel, where a neighbour is missing, counts nothing.
 *
 * @param plane Address of `width * height` 8-bit values, both sides >= 3; no fewer columns and rows than the grid has.
 * @param columns Scratch, `width` u32 with their padding.
 * @param sums `gridColumns * gridRows` f64, row-major, written.
 */
export function laplacianSums(
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
    if (y > 0 && y + 1 < height) addRow(plane + <usize>(y * width), width, columns)
    if (!isLastRow(y, height, gridRows)) continue
    // What vectors summed up where the left or the right neighbour is missing.
    store<u32>(columns, 0)
    store<u32>(columns + 4 * <usize>(width - 1), 0)
    addToCells(columns, width, gridColumns, sums + <usize>(8 * gridColumns * cellOf(y, height, gridRows)))
  }
}

function addRow(row: usize, width: i32, columns: usize): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const here = row + x
    const sides = i16x8.add(levelsAt(here - 1), levelsAt(here + 1))
    const ends = i16x8.add(levelsAt(here - <usize>width), levelsAt(here + <usize>width))
    const middle = i16x8.shl(levelsAt(here), 2)
    addSquares(columns + 4 * x, i16x8.sub(i16x8.add(sides, ends), middle))
  }
}
