/**
 * The value below which a share of the first values lies, found without sorting all of them.
 *
 * @param values Reordered.
 * @param count How many of them count; NaN when there are none.
 * @param share 0..1.
 * @see Hoare, "Algorithm 65: find", Communications of the ACM 4(7), 1961
 */
export function quantile(values: Float64Array, count: number, share: number): number {
  if (count <= 0) return Number.NaN
  const wanted = Math.min(count - 1, Math.floor(count * share))
  let left = 0
  let right = count - 1
  while (left < right) {
    const middle = divide(values, left, right, wanted)
    if (middle === wanted) break
    if (middle > wanted) right = middle - 1
    else left = middle + 1
  }
  return values[wanted]!
}

/** Puts one value where it belongs, smaller ones before and larger ones behind it. @returns Its place. */
function divide(values: Float64Array, left: number, right: number, near: number): number {
  swap(values, near, right)
  const pivot = values[right]!
  let place = left
  for (let i = left; i < right; i++) {
    if (values[i]! < pivot || (values[i] === pivot && (i & 1) === 0)) swap(values, i, place++)
  }
  swap(values, place, right)
  return place
}

function swap(values: Float64Array, one: number, other: number): void {
  const kept = values[one]!
  values[one] = values[other]!
  values[other] = kept
}
