/** What a camera was seen to do within this time is usual for it, ms. */
const MEMORY_MS = 3_600_000
const PERIODS = 6
const PERIOD_MS = MEMORY_MS / PERIODS

interface Period {
  number: number
  longestMs: number
  secondMs: number
}

/**
 * How long a camera sends the same bytes without being frozen: the second longest such spell of the last hour. One alone
 * proves no habit: a stall that ended a moment before it was told would make every later one count as usual, each twice
 * as long as the one before.
 */
export class UsualSpell {
  readonly #periods: Period[] = Array.from({ length: PERIODS }, () => ({ number: -1, longestMs: 0, secondMs: 0 }))
  #usualMs = 0
  #weighedPeriod = -1

  /** A spell has ended by itself. @param lengthMs >= 0. */
  note(lengthMs: number, nowMs: number): void {
    const period = this.#periodOf(nowMs)
    if (lengthMs <= period.secondMs) return
    if (lengthMs > period.longestMs) {
      period.secondMs = period.longestMs
      period.longestMs = lengthMs
    } else {
      period.secondMs = lengthMs
    }
    this.#weigh(nowMs)
  }

  /** ms; 0 while no spell has come twice. */
  usualMs(nowMs: number): number {
    if (Math.floor(nowMs / PERIOD_MS) !== this.#weighedPeriod) this.#weigh(nowMs)
    return this.#usualMs
  }

  #periodOf(nowMs: number): Period {
    const number = Math.floor(nowMs / PERIOD_MS)
    const period = this.#periods[number % PERIODS]!
    if (period.number !== number) {
      period.number = number
      period.longestMs = 0
      period.secondMs = 0
    }
    return period
  }

  #weigh(nowMs: number): void {
    this.#weighedPeriod = Math.floor(nowMs / PERIOD_MS)
    let longestMs = 0
    this.#usualMs = 0
    for (const { number, longestMs: longest, secondMs } of this.#periods) {
      if (number < 0 || Math.abs(this.#weighedPeriod - number) >= PERIODS) continue
      for (const lengthMs of [longest, secondMs]) {
        if (lengthMs > longestMs) {
          this.#usualMs = longestMs
          longestMs = lengthMs
        } else {
          this.#usualMs = Math.max(this.#usualMs, lengthMs)
        }
      }
    }
  }
}
