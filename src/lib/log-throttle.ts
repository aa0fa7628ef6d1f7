/** Lets one of many equal messages through in a time, so that a failure that repeats a thousand times a second can be read. */
export class LogThrottle {
  readonly #intervalMs: number
  #lastMs: number | null = null
  #suppressed = 0

  /** @param intervalMs Shortest time between two messages, ms. */
  constructor(intervalMs = 1000) {
    this.#intervalMs = intervalMs
  }

  /** @param write Called when a message is due, with how many were held back since the last one. */
  run(nowMs: number, write: (suppressed: number) => void): void {
    const elapsedMs = this.#lastMs === null ? this.#intervalMs : nowMs - this.#lastMs
    // Negative when the clock was set back: silence until it has caught up would hide everything.
    if (elapsedMs >= 0 && elapsedMs < this.#intervalMs) {
      this.#suppressed++
      return
    }
    const suppressed = this.#suppressed
    this.#lastMs = nowMs
    this.#suppressed = 0
    write(suppressed)
  }
}
