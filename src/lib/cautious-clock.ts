const DAY_MS = 86_400_000
/** Clocks that are kept in step differ by less between two looks, ms. */
const MOST_APART_MS = 60_000

/**
 * A wall clock for who deletes by age. One that was set forward is believed only after a day: until then time goes on as it
 * was going, or a wrong clock would make everything old at once. One that was set back is believed at once.
 *
 * @param clock Epoch ms. @param steadyClock Monotonic, ms.
 * @returns Epoch ms, never later than `clock`.
 */
export function cautiousClock(clock: () => number, steadyClock: () => number): () => number {
  let wallMs = clock()
  let steadyMs = steadyClock()
  let aheadSinceMs: number | null = null
  return () => {
    const nowMs = clock()
    const nowSteadyMs = steadyClock()
    const expectedMs = wallMs + nowSteadyMs - steadyMs
    const isAhead = nowMs > expectedMs + MOST_APART_MS
    aheadSinceMs = isAhead ? (aheadSinceMs ?? nowSteadyMs) : null
    if (aheadSinceMs !== null && nowSteadyMs - aheadSinceMs < DAY_MS) return expectedMs
    aheadSinceMs = null
    wallMs = nowMs
    steadyMs = nowSteadyMs
    return nowMs
  }
}
