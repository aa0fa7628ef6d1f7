/** A corner: shares of width and height, 0..1. */
export type Corner = readonly [x: number, y: number]

/** Samples along each side of a cell: 1 part in 256 of a cell is as fine as anybody draws. */
const SAMPLES = 16

/**
 * How much of each cell of a grid lies inside of polygons. Corners beyond the picture are cut off by it; where a polygon
 * crosses itself the even-odd rule holds; where several overlap the area counts once.
 *
 * @param polygons Corners in order, each polygon closed by itself.
 * @returns Row-major shares 0..1, `columns * rows`, exact to about 1/256.
 */
export function polygonShares(polygons: readonly (readonly Corner[])[], columns: number, rows: number): Float32Array {
  const shares = new Float32Array(columns * rows)
  const line = new Uint8Array(columns * SAMPLES)
  for (let sampleRow = 0; sampleRow < rows * SAMPLES; sampleRow++) {
    line.fill(0)
    const y = (sampleRow + 0.5) / (rows * SAMPLES)
    for (const polygon of polygons) markInside(polygon, y, line)
    const first = Math.floor(sampleRow / SAMPLES) * columns
    for (let i = 0; i < line.length; i++) {
      const cell = first + Math.floor(i / SAMPLES)
      shares[cell] = (shares[cell] ?? 0) + (line[i] ?? 0)
    }
  }
  for (let cell = 0; cell < shares.length; cell++) shares[cell] = (shares[cell] ?? 0) / (SAMPLES * SAMPLES)
  return shares
}

/** Sets the samples of one line that lie inside, by the places where the polygon's sides cross it. */
function markInside(polygon: readonly Corner[], y: number, line: Uint8Array): void {
  const crossings: number[] = []
  for (let i = 0; i < polygon.length; i++) {
    const [fromX, fromY] = polygon[i] ?? [0, 0]
    const [toX, toY] = polygon[(i + 1) % polygon.length] ?? [0, 0]
    if (fromY <= y === toY <= y) continue
    crossings.push(fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX))
  }
  crossings.sort((one, other) => one - other)
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    // A sample lies inside when its middle does.
    const begin = Math.max(0, Math.ceil((crossings[i] ?? 0) * line.length - 0.5))
    const end = Math.min(line.length, Math.ceil((crossings[i + 1] ?? 0) * line.length - 0.5))
    line.fill(1, Math.min(begin, line.length), Math.max(begin, end))
  }
}
