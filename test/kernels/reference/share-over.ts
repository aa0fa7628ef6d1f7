/**
 * Share of the first `count` values of a plane that are greater than a level.
 *
 * @param plane 8-bit values, 0..255. Read only.
 * @param count Values to take, 1..plane.length.
 * @param level Grey levels; a value that equals it is not over it.
 * @returns 0..1.
 * @throws RangeError when the count is out of range.
 */
export function shareOver(plane: Uint8Array, count: number, level: number): number {
  if (!(count >= 1 && count <= plane.length)) {
    throw new RangeError(`Cannot take share: expected 1 to ${plane.length} values, received ${count}`)
  }
  let over = 0
  for (let i = 0; i < count; i++) if (plane[i]! > level) over++
  return over / count
}
