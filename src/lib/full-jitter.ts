import type { BackoffLimits } from './backoff.ts'

/**
 * How long to wait before the next try: by chance, up to a time that doubles with each failure, so that those who failed
 * together are spread over all of it.
 *
 * @param failures In a row, >= 1.
 * @param random 0..1, as Math.random gives it.
 * @returns Ms, at least a tenth of the first wait.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitterMs(failures: number, limits: BackoffLimits, random: number): number {
  const mostMs = Math.min(limits.mostMs, limits.firstMs * 2 ** (failures - 1))
  return Math.max(limits.firstMs / 10, random * mostMs)
}
