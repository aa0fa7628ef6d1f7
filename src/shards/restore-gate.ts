/** A camera whose memory has not come this long after its first frame is judged without it: a store that hangs must not blind the service, ms. */
const PATIENCE_MS = 3000

/** Cameras whose frames wait until what is remembered of their scenes has been read, for a moment at most. */
export class RestoreGate {
  /** When their first frame came, epoch ms; null while none has. */
  readonly #held = new Map<string, number | null>()

  hold(stream: string): void {
    this.#held.set(stream, null)
  }

  holds(stream: string): boolean {
    return this.#held.has(stream)
  }

  noteFrame(stream: string, nowMs: number): void {
    // Of nearly every frame the camera is known, and nobody is held.
    if (this.#held.size > 0 && this.#held.get(stream) === null) this.#held.set(stream, nowMs)
  }

  /** @returns False when it was not held. */
  open(stream: string): boolean {
    return this.#held.delete(stream)
  }

  /** Those whose frames have waited too long. */
  overdue(nowMs: number): string[] {
    const late = (sinceMs: number | null) => sinceMs !== null && Math.abs(nowMs - sinceMs) >= PATIENCE_MS
    return [...this.#held].filter(([, sinceMs]) => late(sinceMs)).map(([stream]) => stream)
  }
}
