/**
 * Whether a result may wait for its snapshot. Opens when a snapshot was not stored in time or not at all, and closes when
 * one was stored within the limit again: while the store is slow, one result waits, not every result.
 */
export class AckBreaker {
  readonly #limitMs: number
  #open = false

  /** @param limitMs Longest wait of a result, ms; 0 never lets one wait. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs
    this.#open = limitMs <= 0
  }

  /** True while results do not wait. */
  get open(): boolean {
    return this.#open
  }

  /** A snapshot was not stored, or not in time. */
  failed(): void {
    this.#open = true
  }

  /** @param durationMs From the offer of the snapshot until it lay in the store. */
  stored(durationMs: number): void {
    if (this.#limitMs > 0) this.#open = durationMs > this.#limitMs
  }
}
