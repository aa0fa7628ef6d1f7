/**
 * The value below which a share of the first values lies, found without sorting all of them.
 *
 * @param values Reordered.
 * @param count How many of them count; NaN when there are none.
 * @param share 0..1.
 */
export function quantile(values: Float64Array, count: number, share: number): number {
  if (count <= 0) return Number.NaN
  const wanted = Math.min(count - 1, Math.floor(count * share))
  let left = 0
  let right = count - 1
  while (left < right) {
    const pivot = values[(left + right) >> 1] ?? 0
    let low = left
    let high = right
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low++
      while ((values[high] ?? 0) > pivot) high--
      if (low > high) break
      const kept = values[low] ?? 0
      values[low++] = values[high] ?? 0
      values[high--] = kept
    }
    if (wanted <= high) right = high
    else if (wanted >= low) left = low
    else break
  }
  return values[wanted] ?? Number.NaN
}
