import { type Corner, polygonShares } from './polygon-shares.ts'

/** A cell with so much of it under a mask is not judged. */
const MASKED_FROM = 0.5

/** The cells of a grid that lie under masks: 1 for each whose larger part does; null when none does. */
export function maskedCells(
  polygons: readonly (readonly Corner[])[],
  columns: number,
  rows: number
): Uint8Array | null {
  if (polygons.length === 0) return null
  const cells = Uint8Array.from(polygonShares(polygons, columns, rows), share => (share >= MASKED_FROM ? 1 : 0))
  return cells.includes(1) ? cells : null
}
