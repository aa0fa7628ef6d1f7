/** Less is what clocks that are kept in step do all the time, ms. */
const LEAST_STEP_MS = 1000

/** Notices when the wall clock is set: it then moves otherwise than the monotonic one. */
export class ClockSteps {
  #wallMs: number
  #steadyMs: number

  /** @param wallMs Epoch ms. @param steadyMs Monotonic, ms. */
  constructor(wallMs: number, steadyMs: number) {
    this.#wallMs = wallMs
    this.#steadyMs = steadyMs
  }

  /** @returns By how much the clock was set since the call before, ms: negative when it was set back, 0 when it was not. */
  take(wallMs: number, steadyMs: number): number {
    const stepMs = wallMs - this.#wallMs - (steadyMs - this.#steadyMs)
    this.#wallMs = wallMs
    this.#steadyMs = steadyMs
    return Math.abs(stepMs) < LEAST_STEP_MS ? 0 : stepMs
  }
}
