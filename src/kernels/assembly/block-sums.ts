import { addSquares, addToCells, addWords, cellOf, clearColumns, isLastRow } from './columns'
import { levelsAt } from './lanes'
import { scratchRowBytes } from './rows'
import { sobelRow } from './sobel-row'

/**
 * Per cell of a grid, in one pass: the sum of the levels, of their squares, and of the squared Sobel gradients.
 *
 * @param plane Address of `width * height` 8-bit values; no fewer columns and rows than the grid has.
 * @param rows Scratch for nine rows of 16 bits with their padding.
 * @param sums Three times `gridColumns * gridRows` f64, each row-major, written.
 */
export function blockSums(
  plane: usize,
  width: i32,
  height: i32,
  gridColumns: i32,
  gridRows: i32,
  rows: usize,
  sums: usize
): void {
  const rowBytes = scratchRowBytes(width)
  const levels = rows + 3 * rowBytes
  const squares = levels + 2 * rowBytes
  const energies = squares + 2 * rowBytes
  const planeBytes = <usize>(8 * gridColumns * gridRows)
  memory.fill(sums, 0, 3 * planeBytes)
  clearColumns(levels, width)
  clearColumns(squares, width)
  clearColumns(energies, width)
  for (let y = 0; y < height; y++) {
    const here = plane + <usize>(y * width)
    const above = y > 0 ? here - <usize>width : here
    const below = y + 1 < height ? here + <usize>width : here
    sobelRow(above, here, below, width, rows, rows + rowBytes, rows + 2 * rowBytes)
    addRow(here, rows, rows + rowBytes, width, levels, squares, energies)
    if (!isLastRow(y, height, gridRows)) continue
    const cells = sums + <usize>(8 * gridColumns * cellOf(y, height, gridRows))
    addToCells(levels, width, gridColumns, cells)
    addToCells(squares, width, gridColumns, cells + planeBytes)
    addToCells(energies, width, gridColumns, cells + 2 * planeBytes)
  }
}

function addRow(
  row: usize,
  gradientX: usize,
  gradientY: usize,
  width: i32,
  levels: usize,
  squares: usize,
  energies: usize
): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const level = levelsAt(row + x)
    addWords(levels + 4 * x, level)
    addSquares(squares + 4 * x, level)
    addSquares(energies + 4 * x, v128.load(gradientX + 2 * x))
    addSquares(energies + 4 * x, v128.load(gradientY + 2 * x))
  }
}
