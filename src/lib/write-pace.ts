export interface WritePaceOptions {
  /** Monotonic, ms. */
  readonly clock: () => number
  /** Runs a task after a delay, ms; 0: as soon as may be. */
  readonly defer?: (task: () => void, delayMs: number) => void
}

// A write to a socket costs 10 to 100 us of system time: with a thousand clients one message alone would cost as many ms.
const MANY_CLIENTS = 64
const LEAST_DELAY_MS = 20
const MOST_DELAY_MS = 500
/** A pause is so many times as long as the round of writes before it took: a fifth of the thread goes into writing at most. */
const PAUSE_FACTOR = 4

/** Says when to write to many clients what has gathered for them: at once while they are few, in rounds when they are many. */
export class WritePace {
  readonly #options: WritePaceOptions
  #isPlanned = false
  /** How long the last round took, ms. */
  #roundMs = 0

  constructor(options: WritePaceOptions) {
    this.#options = options
  }

  /** Plans a round, unless one is planned already. @param clients How many it may write to. */
  plan(round: () => void, clients: number): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    const { clock, defer = deferTask } = this.#options
    defer(() => {
      this.#isPlanned = false
      const beganMs = clock()
      round()
      this.#roundMs = clock() - beganMs
    }, this.#delayMs(clients))
  }

  #delayMs(clients: number): number {
    if (clients < MANY_CLIENTS) return 0
    return Math.min(MOST_DELAY_MS, Math.max(LEAST_DELAY_MS, this.#roundMs * PAUSE_FACTOR))
  }
}

function deferTask(task: () => void, delayMs: number): void {
  if (delayMs === 0) setImmediate(task)
  else setTimeout(task, delayMs)
}
