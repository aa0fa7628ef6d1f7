import type { BackoffLimits } from './backoff.ts'

/**
 * How long to wait before the next try, drawn evenly from nothing to a bound that doubles with each failure: many that
 * failed together spread as widely as they can. For those who wait alone `backoffMs` is kinder.
 *
 * @param failures In a row, >= 1.
 * @param random 0..1, as Math.random gives it.
 * @returns Ms, 0 to the bound.
 * @see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015
 */
export function fullJitterMs(failures: number, { firstMs, mostMs }: BackoffLimits, random: number): number {
  return Math.min(mostMs, firstMs * 2 ** (failures - 1)) * random
}
