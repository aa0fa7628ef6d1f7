/** Value under which a share of the list lies, mixed between its neighbours; null for an empty list. @param share 0..1 */
export function quantile(list: readonly number[], share: number): number | null {
  if (list.length === 0) return null
  const sorted = list.toSorted((one, other) => one - other)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}
