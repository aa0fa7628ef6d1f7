// How much something grows in an hour, and how sure that is. Samples of memory hang together over minutes (caches,
// garbage), so that each of them is no fresh evidence: medians over blocks of some minutes nearly are.
import { median } from '../rounds.mjs'

const HOUR_MS = 3_600_000
/** Two-sided 95 % of Student's t, by degrees of freedom. */
const T_95 = [0, 12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13]
const T_95_MANY = 2

/**
 * A straight line through the medians of blocks.
 *
 * @param {{ atMs: number, value: number }[]} points
 * @param {number} blockMs
 * @returns {{ perHour: number, margin: number, mean: number, blocks: number } | null} `margin`: half of the 95 % interval,
 *   in the unit of the values an hour; null of fewer than four blocks.
 */
export function slopePerHour(points, blockMs) {
  const blocks = medians(points, blockMs)
  if (blocks.length < 4) return null
  const n = blocks.length
  const meanX = blocks.reduce((sum, { x }) => sum + x, 0) / n
  const mean = blocks.reduce((sum, { y }) => sum + y, 0) / n
  const spread = blocks.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const perHour = blocks.reduce((sum, { x, y }) => sum + (x - meanX) * (y - mean), 0) / spread
  const rest = blocks.reduce((sum, { x, y }) => sum + (y - mean - perHour * (x - meanX)) ** 2, 0)
  const margin = (T_95[n - 2] ?? T_95_MANY) * Math.sqrt(rest / (n - 2) / spread)
  return { perHour, margin, mean, blocks: n }
}

function medians(points, blockMs) {
  const blocks = new Map()
  const fromMs = points[0]?.atMs ?? 0
  for (const { atMs, value } of points) {
    const block = Math.floor((atMs - fromMs) / blockMs)
    blocks.set(block, [...(blocks.get(block) ?? []), value])
  }
  return Array.from(blocks, ([block, values]) => ({ x: ((block + 0.5) * blockMs) / HOUR_MS, y: median(values) }))
}
