import type { UsedTickets } from './signing-secrets.ts'

const MOST_REMEMBERED = 100_000

/** Remembers used tickets in this process. When too many are remembered none opens any more, until some have expired. */
export class MemoryUsedTickets implements UsedTickets {
  /** Until when each is remembered, monotonic ms, in the order of their use. */
  readonly #until = new Map<string, number>()
  readonly #clock: () => number
  readonly #most: number

  /** @param clock Monotonic ms. */
  constructor(clock: () => number, most = MOST_REMEMBERED) {
    this.#clock = clock
    this.#most = most
  }

  async use(id: string, forMs: number): Promise<boolean> {
    const nowMs = this.#clock()
    for (const [other, untilMs] of this.#until) {
      if (untilMs > nowMs) break
      this.#until.delete(other)
    }
    if (this.#until.has(id) || this.#until.size >= this.#most) return false
    this.#until.set(id, nowMs + forMs)
    return true
  }
}
