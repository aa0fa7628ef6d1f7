export interface BackoffLimits {
  /** Wait after the first failure, ms. */
  readonly firstMs: number
  /** Longest wait, ms. */
  readonly mostMs: number
}

/**
 * How long to wait before the next try: twice as long after each failure, and up to half of it off by chance, so that
 * many that failed together do not come back together.
 *
 * @param failures In a row, >= 1.
 * @param random 0..1, as Math.random gives it.
 * @returns Ms, between half of the full wait and the full wait.
 */
export function backoffMs(failures: number, limits: BackoffLimits, random: number): number {
  const fullMs = Math.min(limits.mostMs, limits.firstMs * 2 ** (failures - 1))
  return fullMs * (1 - random / 2)
}
