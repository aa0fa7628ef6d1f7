import { assertPlane } from '../../../src/kernels/assert-plane.ts'

/**
 * Mean of each region of a regular grid over a plane. Where the sides do not divide evenly, region boundaries are
 * rounded down, so that regions differ by at most one row or column.
 *
 * @param plane Row-major 8-bit plane, `width * height` values. Read only.
 * @param width Pixels per row, >= columns.
 * @param height Rows, >= gridRows.
 * @param out Output, `columns * gridRows` means, row-major, grey levels.
 * @throws RangeError when the plane has fewer rows or columns than the grid.
 */
export function regionMeans(
  plane: Uint8Array,
  width: number,
  height: number,
  columns: number,
  gridRows: number,
  out: Float64Array
): void {
  assertPlane(plane, width, height, Math.max(1, Math.min(columns, gridRows)))
  if (width < columns || height < gridRows || out.length < columns * gridRows) {
    throw new RangeError(
      `Cannot take region means: ${columns} x ${gridRows} regions do not fit ${width} x ${height} pixels or ${out.length} outputs`
    )
  }
  for (let row = 0; row < gridRows; row++) {
    const top = Math.floor((height * row) / gridRows)
    const bottom = Math.floor((height * (row + 1)) / gridRows)
    for (let column = 0; column < columns; column++) {
      const left = Math.floor((width * column) / columns)
      const right = Math.floor((width * (column + 1)) / columns)
      let sum = 0
      for (let y = top; y < bottom; y++) {
        for (let i = y * width + left, end = y * width + right; i < end; i++) sum += plane[i]!
      }
      out[row * columns + column] = sum / ((bottom - top) * (right - left))
    }
  }
}
