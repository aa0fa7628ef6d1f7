import { assertGrid, BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from './block-grid.ts'
import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/** Parts of a grey level that a background is kept in. */
export const BACKGROUND_PARTS = 128
const MAX_SHIFT = 8

/**
 * One step of a running mean per pixel: the background goes 1 / 2^shift of the way to the plane. Values are rounded to
 * 1/128 level, so a pixel stops when it is within 2^(shift - 8) levels.
 *
 * @param background One value per pixel, 1/128 grey level, 0..32,640; changed.
 * @param shift 0 (take the plane as it is) to 8.
 * @param chosen A value per block of the 16 x 9 grid, row-major: 0 leaves the block's background as it is.
 * @throws RangeError when the plane has not been put or is smaller than 16 x 9 px, or something else does not fit.
 */
export function addToBackground(
  memory: KernelMemory,
  name: PlaneName,
  background: Int16Array,
  shift: number,
  chosen: Uint8Array
): void {
  const { address, width, height } = memory.plane(name)
  assertGrid(width, height, BLOCK_COLUMNS, BLOCK_ROWS)
  if (background.length !== width * height || chosen.length !== BLOCKS) {
    const lengths = `${background.length} and ${chosen.length}`
    throw new RangeError(
      `Cannot update background: expected ${width * height} and ${BLOCKS} values, received ${lengths}`
    )
  }
  if (!(Number.isInteger(shift) && shift >= 0 && shift <= MAX_SHIFT)) {
    throw new RangeError(`Cannot update background: expected a shift of 0 to ${MAX_SHIFT}, received ${shift}`)
  }
  const { background: target, chosen: mask, rows } = memory.layout
  memory.words.set(background, target / 2)
  memory.bytes.set(chosen, mask)
  memory.run.addToBackground(address, width, height, target, shift, BLOCK_COLUMNS, BLOCK_ROWS, mask, rows)
  background.set(memory.wordsAt(target, width * height))
}
