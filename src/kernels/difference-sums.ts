import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from './block-grid.ts'
import type { KernelMemory } from './kernel-memory.ts'

/**
 * Absolute difference of two planes of the kernels' memory, summed over each of the 16 x 9 blocks.
 *
 * @param one Address of `width * height` 8-bit values, no fewer columns and rows than blocks; `other` likewise.
 * @param out 144 sums, row-major, grey levels; written.
 */
export function differenceSums(
  memory: KernelMemory,
  one: number,
  other: number,
  width: number,
  height: number,
  out: Float64Array
): void {
  const { rows, results } = memory.layout
  memory.run.differenceSums(one, other, width, height, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  takeSums(memory, out)
}

/** The same of what of the difference changes from pixel to pixel along a row: light cancels out, noise stays. */
export function grainSums(
  memory: KernelMemory,
  one: number,
  other: number,
  width: number,
  height: number,
  out: Float64Array
): void {
  const { rows, results } = memory.layout
  memory.run.grainSums(one, other, width, height, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  takeSums(memory, out)
}

function takeSums(memory: KernelMemory, out: Float64Array): void {
  const first = memory.layout.results / 8
  for (let block = 0; block < BLOCKS; block++) out[block] = memory.doubles[first + block]!
}
