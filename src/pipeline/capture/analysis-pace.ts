/** Frames that may follow one another faster than the pace, 1 and the one that is due: what jitter delayed is made up for. */
const MOST_DUE = 2
/** Sums of parts such as 0.1 fall short of 1 by the last bits of a double. */
const ROUNDING = 1e-6

/**
 * Chooses the frames of one camera that are analysed when it sends more than a number a second. Over any time it lets
 * through that number a second and at most one more, so a camera of 25 frames/s held to 10 gives 10 and not every third,
 * and one that sends just as many as it may loses none to jitter.
 */
export class AnalysisPace {
  readonly #framesPerMs: number
  #due = 1
  #lastAtMs: number | null = null

  /** @param maxFps Frames/s, fractions too; 0 lets every frame through. */
  constructor(maxFps: number) {
    this.#framesPerMs = maxFps / 1000
  }

  /**
   * @param atMs When the frame was added, epoch ms: its own time, so that frames which come late in a bunch count as they
   *   were sent. A clock that went back adds nothing.
   * @returns Whether the frame is analysed.
   */
  admits(atMs: number): boolean {
    if (this.#framesPerMs === 0) return true
    const elapsedMs = this.#lastAtMs === null ? 0 : Math.max(0, atMs - this.#lastAtMs)
    this.#lastAtMs = atMs
    this.#due = Math.min(MOST_DUE, this.#due + elapsedMs * this.#framesPerMs)
    if (this.#due < 1 - ROUNDING) return false
    this.#due -= 1
    return true
  }
}
