const LIMITS = {
  /** A turn is given so many times the longest one so far, and at least and at most so long, ms. */
  timesLongest: 2,
  leastMs: 2000,
  mostMs: 10_000
}

/** Knows a camera that turns from one of its views to another, and for how long it may be on its way. */
export class TurnWatch {
  #longestMs: number | null = null
  #lostMs = 0

  /** False for a camera that has never been seen to turn to a known view. */
  get isTurning(): boolean {
    if (this.#longestMs === null || this.#lostMs === 0) return false
    return this.#lostMs <= Math.min(LIMITS.mostMs, Math.max(LIMITS.leastMs, LIMITS.timesLongest * this.#longestMs))
  }

  /** Longest turn so far, ms; null for a camera that does not turn. */
  get longestMs(): number | null {
    return this.#longestMs
  }

  restore(longestMs: number | null): void {
    this.#longestMs = longestMs
    this.#lostMs = 0
  }

  /** @param isLost True while the picture shows none of the camera's views, as far as is known. */
  note(isLost: boolean, elapsedMs: number): void {
    this.#lostMs = isLost ? this.#lostMs + Math.max(1, elapsedMs) : 0
  }

  /** The camera has come to another one of its views. */
  arrive(): void {
    this.#longestMs = Math.min(LIMITS.mostMs, Math.max(this.#longestMs ?? 0, this.#lostMs))
    this.#lostMs = 0
  }
}
