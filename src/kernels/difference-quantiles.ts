import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from './block-grid.ts'
import type { KernelMemory } from './kernel-memory.ts'

/** Of the blocks' mean absolute differences, grey levels: the median, and what 93 % of them are under. */
export interface DifferenceQuantiles {
  medianLevels: number
  highLevels: number
}

const MEDIAN = Math.floor(BLOCKS * 0.5)
const HIGH = Math.floor(BLOCKS * 0.93)

/**
 * How much two planes of the kernels' memory differ in their 16 x 9 blocks.
 *
 * @param one Address of `width * height` 8-bit values, no fewer columns and rows than blocks; `other` likewise.
 * @param pixels Pixels of each block, row-major.
 * @param out Written.
 */
export function differenceQuantiles(
  memory: KernelMemory,
  one: number,
  other: number,
  width: number,
  height: number,
  pixels: ArrayLike<number>,
  out: DifferenceQuantiles
): void {
  const { rows, results, cellPixels, cellMeans } = memory.layout
  memory.doubles.set(pixels, cellPixels / 8)
  memory.run.differenceSums(one, other, width, height, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  memory.run.meanQuantiles(results, cellPixels, BLOCKS, MEDIAN, HIGH, cellMeans, rows)
  out.medianLevels = memory.doubles[rows / 8]!
  out.highLevels = memory.doubles[rows / 8 + 1]!
}
