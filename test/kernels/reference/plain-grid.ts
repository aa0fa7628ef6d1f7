/** Mean of a value over each cell of a grid, row-major; boundaries rounded down. Pixels that are left out count nothing. */
export function plainGridMeans(
  values: ArrayLike<number>,
  width: number,
  height: number,
  columns: number,
  rows: number,
  isCounted: (x: number, y: number) => boolean = () => true
): number[] {
  const sums = new Float64Array(columns * rows)
  const counts = new Uint32Array(columns * rows)
  for (let y = 0; y < height; y++) {
    const row = cellAt(y, height, rows)
    for (let x = 0; x < width; x++) {
      if (!isCounted(x, y)) continue
      const cell = row * columns + cellAt(x, width, columns)
      sums[cell]! += values[y * width + x]!
      counts[cell]!++
    }
  }
  return Array.from(sums, (sum, cell) => sum / Math.max(1, counts[cell]!))
}

/** Cell that a row or column lies in: the last one that begins at or before it. */
export function cellAt(at: number, side: number, cells: number): number {
  let cell = cells - 1
  while (Math.floor((side * cell) / cells) > at) cell--
  return cell
}
