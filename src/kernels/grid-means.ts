import { assertGrid, cellStart } from './block-grid.ts'
import { MAX_CELLS } from './kernel-layout.ts'
import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/**
 * Mean of each cell of a grid: the picture shrunk to a shape of its own, as the phase correlation wants it.
 *
 * @param columns Cells per row, 1..width; `columns * rows` is at most 16,384.
 * @param out `columns * rows` means, row-major, grey levels; written.
 * @throws RangeError when the plane has not been put, has fewer rows or columns than the grid, or `out` is too small.
 */
export function gridMeans(
  memory: KernelMemory,
  name: PlaneName,
  columns: number,
  rows: number,
  out: Float32Array
): void {
  const { address, width, height } = memory.plane(name)
  assertGrid(width, height, columns, rows)
  if (columns * rows > Math.min(MAX_CELLS, out.length)) {
    throw new RangeError(
      `Cannot take grid means: ${columns} x ${rows} cells do not fit ${out.length} outputs of at most ${MAX_CELLS}`
    )
  }
  const { rows: scratch, results } = memory.layout
  memory.run.gridSums(address, width, height, columns, rows, scratch, results)
  for (let row = 0, cell = 0; row < rows; row++) {
    const tall = cellStart(height, row + 1, rows) - cellStart(height, row, rows)
    for (let column = 0; column < columns; column++, cell++) {
      const wide = cellStart(width, column + 1, columns) - cellStart(width, column, columns)
      out[cell] = memory.doubles[results / 8 + cell]! / (tall * wide)
    }
  }
}
