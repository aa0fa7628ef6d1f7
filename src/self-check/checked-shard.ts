import { type CheckedFault, type CourseMoment, courseAt } from './check-course.ts'

/** What came of showing one known fault. */
export interface CheckOutcome {
  readonly kind: CheckedFault
  /** It was told while it was shown or shortly after. */
  readonly isFound: boolean
  /** After it the camera was told to be well again. */
  readonly isEnded: boolean
  /** Pictures of its turn that the shard dropped since it had too much to do: what was not looked at cannot be found. */
  readonly dropped: number
}

/** A process that stood still for longer than this has shown no faults in time, and may not be blamed for it, ms. */
const MOST_BETWEEN_MS = 2500

/** Holds what one shard says of the synthetic camera against what that has shown. All times are of one monotonic clock, ms. */
export class CheckedShard {
  #beganAtMs: number
  #seenAtMs: number
  #turn = -1
  #kind: CheckedFault | null = null
  #isFound = false
  #isWell = false
  #dropped = 0
  /** Of each fault its newest outcome, if it failed. */
  readonly #failing = new Map<CheckedFault, CheckOutcome>()
  #lastSuccessMs: number | null = null

  constructor(nowMs: number) {
    this.#beganAtMs = nowMs
    this.#seenAtMs = nowMs
  }

  /** Of each fault that was not found, or did not end, the last time that it was shown. */
  get failing(): readonly CheckOutcome[] {
    return [...this.#failing.values()]
  }

  /** When a known fault was found last and ended; null: not yet. */
  get lastSuccessMs(): number | null {
    return this.#lastSuccessMs
  }

  /** Since when it runs without a break. */
  get beganAtMs(): number {
    return this.#beganAtMs
  }

  /** Begins anew, blaming nobody: the shard was started again. What failed stays so until it is found. */
  restart(nowMs: number): void {
    this.#beganAtMs = nowMs
    this.#seenAtMs = nowMs
    this.#begin(-1, null)
  }

  /**
   * What the camera shows now. Runs every second or so.
   *
   * @returns With it the outcome of the turn that has just ended, null when none has; `isNew`: another turn begins.
   */
  advance(nowMs: number): {
    readonly moment: CourseMoment
    readonly outcome: CheckOutcome | null
    readonly isNew: boolean
  } {
    if (nowMs - this.#seenAtMs > MOST_BETWEEN_MS) this.restart(nowMs)
    this.#seenAtMs = nowMs
    const moment = courseAt(nowMs - this.#beganAtMs)
    if (moment.turn === this.#turn) return { moment, outcome: null, isNew: false }
    const outcome = this.#conclude(nowMs)
    this.#begin(moment.turn, moment.kind)
    return { moment, outcome, isNew: true }
  }

  /** @param kinds Faults that a result of the synthetic camera tells. @param dropped Pictures that were dropped before it. */
  take(kinds: readonly string[], dropped = 0): void {
    this.#dropped += dropped
    if (this.#kind !== null && kinds.includes(this.#kind)) this.#isFound = true
    this.#isWell = kinds.length === 0
  }

  #begin(turn: number, kind: CheckedFault | null): void {
    this.#turn = turn
    this.#kind = kind
    this.#isFound = false
    this.#isWell = false
    this.#dropped = 0
  }

  #conclude(nowMs: number): CheckOutcome | null {
    if (this.#kind === null) return null
    const outcome = { kind: this.#kind, isFound: this.#isFound, isEnded: this.#isWell, dropped: this.#dropped }
    if (outcome.isFound && outcome.isEnded) {
      this.#failing.delete(outcome.kind)
      this.#lastSuccessMs = nowMs
    } else if (outcome.dropped === 0) {
      this.#failing.set(outcome.kind, outcome)
    }
    return outcome
  }
}
