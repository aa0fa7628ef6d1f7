import { assertGrid, BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS, cellStart } from './block-grid.ts'
import type { KernelMemory } from './kernel-memory.ts'

/** Energy of the finest detail and of the next coarser, for each of the 16 x 9 blocks, row-major. */
export interface BandEnergy {
  /** Mean squared response of the 4-neighbour Laplacian at the size at hand, grey levels squared. */
  readonly fineLevels2: Float64Array
  /** The same at half that size. */
  readonly nextLevels2: Float64Array
  /** The one over the other: sharpness, from which the contrast cancels out. NaN where the next band has no energy. */
  readonly ratio: Float64Array
  /** Both, and their ratio, of the whole picture. */
  wholeFineLevels2: number
  wholeNextLevels2: number
  wholeRatio: number
}

export function createBandEnergy(): BandEnergy {
  return {
    fineLevels2: new Float64Array(BLOCKS),
    nextLevels2: new Float64Array(BLOCKS),
    ratio: new Float64Array(BLOCKS),
    wholeFineLevels2: 0,
    wholeNextLevels2: 0,
    wholeRatio: 0
  }
}

/**
 * Makes `half` out of `picture`: means of 2x2 pixels, rounded; an odd column or row at the end is left out.
 *
 * @throws RangeError when the picture has not been put or has a side under 2 px.
 */
export function halvePicture(memory: KernelMemory): void {
  const { address, width, height } = memory.plane('picture', 2)
  const half = memory.take('half', width >> 1, height >> 1)
  memory.run.halve(address, width, height, half.address)
}

/**
 * Energy of the picture's finest band over that of the next. The border of one pixel, where a neighbour is missing,
 * counts nothing. Leaves the halved picture as `half`.
 *
 * @param out Written.
 * @throws RangeError when the picture has not been put or is smaller than 32 x 18 px.
 */
export function bandEnergy(memory: KernelMemory, out: BandEnergy): void {
  const { width, height } = memory.plane('picture')
  assertGrid(width, height, 2 * BLOCK_COLUMNS, 2 * BLOCK_ROWS)
  halvePicture(memory)
  out.wholeFineLevels2 = laplacianEnergy(memory, 'picture', out.fineLevels2)
  out.wholeNextLevels2 = laplacianEnergy(memory, 'half', out.nextLevels2)
  out.wholeRatio = quotient(out.wholeFineLevels2, out.wholeNextLevels2)
  for (let block = 0; block < BLOCKS; block++) {
    out.ratio[block] = quotient(out.fineLevels2[block]!, out.nextLevels2[block]!)
  }
}

function quotient(fine: number, next: number): number {
  return next > 0 ? fine / next : Number.NaN
}

/** Writes the mean of each block. @returns That of the whole plane. */
function laplacianEnergy(memory: KernelMemory, name: 'picture' | 'half', means: Float64Array): number {
  const { address, width, height } = memory.plane(name)
  const { rows, results } = memory.layout
  memory.run.laplacianSums(address, width, height, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  let whole = 0
  for (let row = 0, block = 0; row < BLOCK_ROWS; row++) {
    const tall = innerPixels(height, row, BLOCK_ROWS)
    for (let column = 0; column < BLOCK_COLUMNS; column++, block++) {
      const sum = memory.doubles[results / 8 + block]!
      whole += sum
      // A block that is all border has neither sum nor pixels.
      means[block] = sum / Math.max(1, tall * innerPixels(width, column, BLOCK_COLUMNS))
    }
  }
  return whole / ((width - 2) * (height - 2))
}

/** Columns or rows of a cell that have a neighbour on both sides. */
function innerPixels(sidePx: number, cell: number, cells: number): number {
  const first = Math.max(1, cellStart(sidePx, cell, cells))
  return Math.max(0, Math.min(sidePx - 1, cellStart(sidePx, cell + 1, cells)) - first)
}
