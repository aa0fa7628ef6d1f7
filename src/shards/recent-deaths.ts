const WINDOW_MS = 60_000
/** Threads are not started more often than this within the window. */
const MOST_KEPT = 100

/** How often something died in the last minute. */
export class RecentDeaths {
  #times: readonly number[] = []

  /** @param nowMs Monotonic, ms. */
  add(nowMs: number): void {
    this.#times = [...this.#times.slice(1 - MOST_KEPT), nowMs]
  }

  count(nowMs: number): number {
    return this.#times.filter(atMs => nowMs - atMs < WINDOW_MS).length
  }
}
