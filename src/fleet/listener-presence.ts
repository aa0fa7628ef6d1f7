/** Whoever listens says so this often, ms. */
export const BEAT_MS = 2000
/** Whoever was not heard for so long listens no more, whatever became of it, ms. */
const HEARD_FOR_MS = 3 * BEAT_MS + 500
/** So many say that they listen; the others know by them that it is known. Two, since nobody sends for the sake of itself. */
const ENOUGH_BEATS = 2

/** Whether another member has somebody to give results to: heard from itself, so that one that crashed is forgotten. */
export class ListenerPresence {
  readonly #heardMs = new Map<string, number>()

  /** @param origin Of another member. @param nowMs Monotonic or epoch ms. */
  heard(origin: string, nowMs: number): void {
    this.#heardMs.set(origin, nowMs)
  }

  /** It said that it listens no more. */
  left(origin: string): void {
    this.#heardMs.delete(origin)
  }

  anyListens(nowMs: number): boolean {
    for (const [origin, heardMs] of this.#heardMs) {
      if (nowMs - heardMs <= HEARD_FOR_MS) return true
      this.#heardMs.delete(origin)
    }
    return false
  }

  /** Whether this member has to say that it listens: not while enough others do, or a thousand members would all day. */
  mustBeat(nowMs: number): boolean {
    let beats = 0
    for (const heardMs of this.#heardMs.values()) if (nowMs - heardMs < BEAT_MS * 1.25) beats++
    return beats < ENOUGH_BEATS
  }
}
