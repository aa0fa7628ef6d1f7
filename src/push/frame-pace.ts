/** Lets at most so many frames a second through, evenly: the first of each slot of 1 / fps. */
export class FramePace {
  readonly #slotMs: number
  #lastSlot: number | null = null

  /** @param fps > 0. */
  constructor(fps: number) {
    this.#slotMs = 1000 / fps
  }

  takes(nowMs: number): boolean {
    const slot = Math.floor(nowMs / this.#slotMs)
    // Another slot, and not a later one: a clock that was set back must not stop the stream.
    if (slot === this.#lastSlot) return false
    this.#lastSlot = slot
    return true
  }
}
