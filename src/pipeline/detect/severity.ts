/**
 * How bad a measure is between its limit and the worst it can be.
 *
 * @returns 0 at the limit or on its good side, 1 at `worst` or beyond it; 2 decimals.
 */
export function severity(value: number, limit: number, worst: number): number {
  if (limit === worst) return 1
  const share = (value - limit) / (worst - limit)
  return Math.round(Math.min(1, Math.max(0, share)) * 100) / 100
}
