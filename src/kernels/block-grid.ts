/** Blocks of the grid that evidence is kept for, whatever the picture's shape. */
export const BLOCK_COLUMNS = 16
export const BLOCK_ROWS = 9
export const BLOCKS = BLOCK_COLUMNS * BLOCK_ROWS

/** First row or column of a cell: where a side does not divide evenly, boundaries are rounded down. */
export function cellStart(sidePx: number, cell: number, cells: number): number {
  return Math.floor((sidePx * cell) / cells)
}

/**
 * Checks that every cell of a grid has a pixel.
 *
 * @throws RangeError when the picture has fewer rows or columns than the grid.
 */
export function assertGrid(width: number, height: number, columns: number, rows: number): void {
  if (Number.isInteger(columns) && Number.isInteger(rows) && columns >= 1 && rows >= 1) {
    if (width >= columns && height >= rows) return
  }
  throw new RangeError(
    `Cannot divide picture: expected at least ${columns} x ${rows} px, received ${width} x ${height}`
  )
}
