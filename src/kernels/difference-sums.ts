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
  out.set(memory.doublesAt(results, BLOCKS))
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
  out.set(memory.doublesAt(results, BLOCKS))
}

/**
 * Absolute difference of a plane and another that is put under another light: its levels * slope + offset, to whole ones
 * and within 0..255.
 *
 * @param usual Address of the one that is relit.
 * @param slope 0..7.9; taken to 1/128. @param offset Grey levels, -255..255; taken to whole ones.
 */
export function relitDifferenceSums(
  memory: KernelMemory,
  now: number,
  usual: number,
  width: number,
  height: number,
  slope: number,
  offset: number,
  out: Float64Array
): void {
  const { rows, results } = memory.layout
  const factor = Math.round(Math.min(7.9, Math.max(0, slope)) * 128)
  const more = Math.round(Math.min(255, Math.max(-255, offset)))
  memory.run.relitDifferenceSums(now, usual, width, height, factor, more, BLOCK_COLUMNS, BLOCK_ROWS, rows, results)
  out.set(memory.doublesAt(results, BLOCKS))
}
