export interface Backoff {
  /** Longest wait after the first failure, ms. */
  readonly firstMs: number
  /** Longest wait of all, ms. */
  readonly mostMs: number
}

/**
 * How long to wait before the next try: anything up to a bound that doubles with each failure, so that thousands of
 * clients that lost one service do not come back together.
 *
 * @param failures In a row, >= 1.
 * @param random 0..1, as Math.random gives it.
 * @returns Ms.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitterMs(failures: number, { firstMs, mostMs }: Backoff, random: number): number {
  return random * Math.min(mostMs, firstMs * 2 ** (failures - 1))
}
