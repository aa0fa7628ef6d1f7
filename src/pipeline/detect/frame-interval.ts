// Enough for a steady median, few enough to follow a changed frame rate within 8 frames.
const REMEMBERED_INTERVALS = 15
// Fewer say little: two frames that came in one packet would make an interval of 0.
const LEAST_INTERVALS = 3

/** The usual time between two frames of one camera: the median of its last intervals, so that a gap does not count. */
export class FrameInterval {
  #intervalsMs: number[] = []
  #oldest = 0
  #lastAtMs: number | null = null

  /** @param atMs When the frame was added, epoch ms. A clock that went back starts anew and keeps what is known. */
  record(atMs: number): void {
    if (!Number.isFinite(atMs)) return
    const last = this.#lastAtMs
    this.#lastAtMs = atMs
    if (last === null || atMs < last) return
    this.#intervalsMs[this.#oldest] = atMs - last
    this.#oldest = (this.#oldest + 1) % REMEMBERED_INTERVALS
  }

  /** @returns The median interval, ms; null before the fourth frame. */
  usualMs(): number | null {
    const count = this.#intervalsMs.length
    if (count < LEAST_INTERVALS) return null
    const sorted = this.#intervalsMs.toSorted((one, other) => one - other)
    return sorted[Math.floor(count / 2)] ?? null
  }
}
