const FIRST_MS = 500
const LONGEST_MS = 10_000

/**
 * How long to wait before the next attempt.
 *
 * @param failures Attempts that failed in a row, from 1 on.
 * @param random 0..1: spreads the pages of a control room, so that they do not come back all at once.
 * @returns ms
 */
export function backOffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
  return longest * (0.5 + random / 2)
}
