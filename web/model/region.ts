/** Cells of a fault's mask: 16 beside each other, 9 rows. */
export const GRID_COLUMNS = 16
export const GRID_ROWS = 9
const CELLS = GRID_COLUMNS * GRID_ROWS

export interface Region {
  /** How many of the 144 cells are in it. */
  readonly cells: number
  /** SVG path of the cells, in a view box of 16 x 9. */
  readonly fill: string
  /** SVG path of the border alone. */
  readonly outline: string
}

/** Makes the paths of a mask, or null when it has no cell or is none: 144 characters of `0` and `1`, row by row. */
export function regionOf(mask: string | undefined): Region | null {
  if (mask === undefined || mask.length !== CELLS || !mask.includes('1')) return null
  const isSet = (x: number, y: number) =>
    x >= 0 && x < GRID_COLUMNS && y >= 0 && y < GRID_ROWS && mask[y * GRID_COLUMNS + x] === '1'
  const fill: string[] = []
  const outline: string[] = []
  for (let i = 0; i < CELLS; i++) {
    const x = i % GRID_COLUMNS
    const y = Math.floor(i / GRID_COLUMNS)
    if (!isSet(x, y)) continue
    fill.push(`M${x} ${y}h1v1h-1z`)
    if (!isSet(x, y - 1)) outline.push(`M${x} ${y}h1`)
    if (!isSet(x, y + 1)) outline.push(`M${x} ${y + 1}h1`)
    if (!isSet(x - 1, y)) outline.push(`M${x} ${y}v1`)
    if (!isSet(x + 1, y)) outline.push(`M${x + 1} ${y}v1`)
  }
  return { cells: fill.length, fill: fill.join(''), outline: outline.join('') }
}
