/**
 * Mean of the first `count` values of a plane.
 *
 * @param plane 8-bit values, 0..255. Read only.
 * @param count Values to take, 1..plane.length.
 * @returns Grey levels, 0..255.
 * @throws RangeError when the count is out of range.
 */
export function meanLevel(plane: Uint8Array, count: number): number {
  if (!(count >= 1 && count <= plane.length)) {
    throw new RangeError(`Cannot take mean: expected 1 to ${plane.length} values, received ${count}`)
  }
  let sum = 0
  for (let i = 0; i < count; i++) sum += plane[i]!
  return sum / count
}
