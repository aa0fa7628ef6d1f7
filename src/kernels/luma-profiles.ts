import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/**
 * Mean of each row and of each column: where stripes and rolling bars show.
 *
 * @param rowLevels At least `height` means, grey levels; written.
 * @param columnLevels At least `width` means, grey levels; written.
 * @throws RangeError when the plane has not been put or an output is too small.
 */
export function lumaProfiles(
  memory: KernelMemory,
  name: PlaneName,
  rowLevels: Float64Array,
  columnLevels: Float64Array
): void {
  const { address, width, height } = memory.plane(name)
  if (rowLevels.length < height || columnLevels.length < width) {
    const lengths = `${columnLevels.length} and ${rowLevels.length}`
    throw new RangeError(`Cannot take profiles: expected outputs for ${width} x ${height}, received ${lengths}`)
  }
  const { rows, rowSums } = memory.layout
  memory.run.rowAndColumnSums(address, width, height, rowSums, rows)
  for (let y = 0; y < height; y++) rowLevels[y] = memory.integers[rowSums / 4 + y]! / width
  for (let x = 0; x < width; x++) columnLevels[x] = memory.integers[rows / 4 + x]! / height
}
