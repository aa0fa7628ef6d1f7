import { assertGrid, BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from './block-grid.ts'
import type { KernelMemory } from './kernel-memory.ts'

/** Sums of the colour planes `blue` (Cb) and `red` (Cr), in each of the 16 x 9 blocks and over all that was looked at. */
export interface ColourSums {
  /** Of the levels, 0..255 each, row-major. */
  readonly blue: Float64Array
  readonly red: Float64Array
  /** Distances of Cb and of Cr from 128, levels. */
  distance: number
  /** Pixels for which both together are at most so far from it. */
  greys: number
}

export function createColourSums(): ColourSums {
  return { blue: new Float64Array(BLOCKS), red: new Float64Array(BLOCKS), distance: 0, greys: 0 }
}

/**
 * @param rowStep Every so-manieth row counts, from the first of each block on; a whole number >= 1.
 * @param greyLevels 0..255.
 * @param out Written.
 * @throws RangeError when the planes have not been put, are not of one shape or smaller than 16 x 9.
 */
export function colourSums(memory: KernelMemory, rowStep: number, greyLevels: number, out: ColourSums): void {
  const { address: blue, width, height } = memory.plane('blue')
  const red = memory.plane('red')
  assertGrid(width, height, BLOCK_COLUMNS, BLOCK_ROWS)
  if (red.width !== width || red.height !== height) {
    const shapes = `${width} x ${height} and ${red.width} x ${red.height}`
    throw new RangeError(`Cannot sum colours: expected planes of one shape, received ${shapes}`)
  }
  const { rows, results } = memory.layout
  const { address } = red
  memory.run.colourSums(blue, address, width, height, rowStep, greyLevels, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  out.blue.set(memory.doublesAt(results, BLOCKS))
  out.red.set(memory.doublesAt(results + 8 * BLOCKS, BLOCKS))
  out.distance = memory.doubles[results / 8 + 2 * BLOCKS]!
  out.greys = memory.doubles[results / 8 + 2 * BLOCKS + 1]!
}
