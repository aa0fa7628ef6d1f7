import { ClockSteps } from './lib/clock-steps.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './observe/metrics.ts'

const LOOK_MS = 1000

export interface ClockWatchOptions {
  readonly log: Log
  readonly metrics: Pick<Metrics, 'clockSteps'>
  /** Epoch ms. */
  readonly clock: () => number
  /** Monotonic, ms. */
  readonly steadyClock: () => number
}

/** Tells when this machine's clock was set, which explains times that do not fit together. Nothing else depends on it. */
export class ClockWatch {
  readonly #options: ClockWatchOptions
  #timer: NodeJS.Timeout | undefined

  constructor(options: ClockWatchOptions) {
    this.#options = options
  }

  start(): void {
    const { log, metrics, clock, steadyClock } = this.#options
    const steps = new ClockSteps(clock(), steadyClock())
    this.#timer = setInterval(() => {
      const stepMs = steps.take(clock(), steadyClock())
      if (stepMs === 0) return
      const direction = stepMs < 0 ? 'back' : 'forward'
      metrics.clockSteps.add(1, { direction })
      const stepS = Math.round(Math.abs(stepMs) / 1000)
      log.warn({ stepMs: Math.round(stepMs) }, `The clock of this machine was set ${direction} by ${stepS} s`)
    }, LOOK_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
