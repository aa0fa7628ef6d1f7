/** A new light comes after nothing was suspected, within so long of the loss, ms. docs/limits.md#looks */
const LIGHT_MS = 10_000

/** Since when the present look is lost, and how that began. */
export class LookLoss {
  #isLost = false
  #lostMs = 0
  #wasQuiet = false
  #returns = 0

  /** How often the look has been lost and has come back by itself. */
  get returns(): number {
    return this.#returns
  }

  /** True while it has been lost for so short a time, out of such quiet, that a new light may be the reason. */
  get mayBeLight(): boolean {
    return this.#wasQuiet && this.#lostMs <= LIGHT_MS
  }

  /**
   * @param isQuiet True when nothing had been suspected for a while before this frame.
   * @returns True when it was still there in the frame before.
   */
  note(isLost: boolean, isQuiet: boolean, elapsedMs: number): boolean {
    const begins = isLost && !this.#isLost
    if (begins) this.#wasQuiet = isQuiet
    if (!isLost && this.#isLost) this.#returns++
    this.#lostMs = isLost ? this.#lostMs + elapsedMs : 0
    this.#isLost = isLost
    return begins
  }

  /** Another look is present. */
  forget(): void {
    this.#isLost = false
    this.#lostMs = 0
  }
}
