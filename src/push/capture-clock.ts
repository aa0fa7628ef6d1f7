/** Beyond this, one of the two clocks was set, or the stream began anew: ms. */
const MOST_ERROR_MS = 10_000
/** So much may the camera's clock run slower than ours, ms per ms. Quartz is a hundred times better than that. */
const DRIFT = 0.001

/**
 * Makes times of day of a stream's presentation times. These say exactly how far apart pictures were taken, and nothing
 * of when; their arrival says when, but late by a delay that changes. So the wall clock is that of the picture that came
 * with the least delay so far: pictures that pile up somewhere keep the times at which they were taken. What is left is
 * the least delay itself, which nobody here can know.
 */
export class CaptureClock {
  /** Wall clock of presentation time 0, epoch ms; null before the first picture. */
  #originMs: number | null = null
  #lastArrivalMs = 0

  /**
   * @param presentedMs Presentation time, ms.
   * @param arrivedAtMs When the picture arrived here, epoch ms.
   * @returns When it was taken, epoch ms; never later than it arrived.
   */
  capturedAtMs(presentedMs: number, arrivedAtMs: number): number {
    const seenMs = arrivedAtMs - presentedMs
    const lastMs = this.#originMs
    if (lastMs === null || Math.abs(seenMs - lastMs) > MOST_ERROR_MS) {
      this.#originMs = seenMs
    } else {
      const allowedMs = lastMs + Math.max(0, arrivedAtMs - this.#lastArrivalMs) * DRIFT
      this.#originMs = Math.min(seenMs, allowedMs)
    }
    this.#lastArrivalMs = arrivedAtMs
    return this.#originMs + presentedMs
  }
}
