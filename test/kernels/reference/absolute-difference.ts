/**
 * Absolute difference of two planes, value by value.
 *
 * @param before 8-bit values. Read only.
 * @param after 8-bit values, as many. Read only.
 * @param count Values to take.
 * @param out Output, 0..255 each; may not be one of the inputs.
 * @throws RangeError when a plane holds fewer than `count` values.
 */
export function absoluteDifference(before: Uint8Array, after: Uint8Array, count: number, out: Uint8Array): void {
  if (before.length < count || after.length < count || out.length < count) {
    const lengths = `${before.length}, ${after.length} and ${out.length}`
    throw new RangeError(`Cannot take difference: expected ${count} values in each plane, received ${lengths}`)
  }
  for (let i = 0; i < count; i++) out[i] = Math.abs(before[i]! - after[i]!)
}
