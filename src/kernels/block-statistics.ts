import { assertGrid, BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS, cellStart } from './block-grid.ts'
import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/** Figures of each of the 16 x 9 blocks, row-major. */
export interface BlockStatistics {
  /** Mean, grey levels. */
  readonly meanLevels: Float64Array
  /** Standard deviation, grey levels. */
  readonly deviationLevels: Float64Array
  /** Mean of the squared Sobel 3x3 gradient (the picture's border repeats), grey levels squared. */
  readonly gradientLevels2: Float64Array
}

export function createBlockStatistics(): BlockStatistics {
  return {
    meanLevels: new Float64Array(BLOCKS),
    deviationLevels: new Float64Array(BLOCKS),
    gradientLevels2: new Float64Array(BLOCKS)
  }
}

/**
 * Mean, deviation and gradient of each block, in one pass.
 *
 * @param out Written.
 * @throws RangeError when the plane has not been put or is smaller than 16 x 9 px.
 */
export function blockStatistics(memory: KernelMemory, name: PlaneName, out: BlockStatistics): void {
  const { address, width, height } = memory.plane(name)
  assertGrid(width, height, BLOCK_COLUMNS, BLOCK_ROWS)
  const { rows, results } = memory.layout
  memory.run.blockSums(address, width, height, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  const first = results / 8
  for (let row = 0, block = 0; row < BLOCK_ROWS; row++) {
    const tall = cellStart(height, row + 1, BLOCK_ROWS) - cellStart(height, row, BLOCK_ROWS)
    for (let column = 0; column < BLOCK_COLUMNS; column++, block++) {
      const wide = cellStart(width, column + 1, BLOCK_COLUMNS) - cellStart(width, column, BLOCK_COLUMNS)
      const mean = memory.doubles[first + block]! / (tall * wide)
      const meanOfSquares = memory.doubles[first + BLOCKS + block]! / (tall * wide)
      out.meanLevels[block] = mean
      out.deviationLevels[block] = Math.sqrt(Math.max(0, meanOfSquares - mean * mean))
      out.gradientLevels2[block] = memory.doubles[first + 2 * BLOCKS + block]! / (tall * wide)
    }
  }
}
