/** Apart by more than this, the wall clock was set, or has been adjusted little by little, ms. */
const MOST_APART_MS = 2

/**
 * A wall clock with fractions of a millisecond, for what lasts less than one.
 *
 * @param clock Epoch ms, whole. @param steadyClock Monotonic, with fractions, ms.
 * @returns Epoch ms, at most 2 ms off `clock`.
 */
export function fineClock(clock: () => number, steadyClock: () => number): () => number {
  let offsetMs = clock() - steadyClock()
  return () => {
    const steadyMs = steadyClock()
    const wallMs = clock()
    if (Math.abs(wallMs - steadyMs - offsetMs) > MOST_APART_MS) offsetMs = wallMs - steadyMs
    return steadyMs + offsetMs
  }
}
