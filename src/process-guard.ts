import type { Log } from './lib/log.ts'
import type { Metrics } from './observe/metrics.ts'
import type { ReadinessCheck } from './subscription/service-control.ts'

/** For so long `/readyz` tells of a promise that nobody took care of, ms. */
const TOLD_FOR_MS = 60_000

export interface ProcessGuardOptions {
  readonly log: Log
  /** Monotonic, ms. */
  readonly steadyClock: () => number
  /** Ends the process, keeping what can be kept. Called once. */
  readonly onMistake: () => void
}

/** Where a process tells what it did not expect: `process`, but for tests. */
export interface Mishaps {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (cause: unknown) => void): unknown
}

/**
 * What becomes of mistakes in the main thread. An exception that nobody caught ends the process, since anything may be half
 * done: a supervisor starts it anew, and cameras go on from their cursors. A promise that failed and that nobody took care of
 * has ended one task alone: it is told and counted, and the watch goes on. In a shard both end the thread, which is
 * started again.
 */
export class ProcessGuard {
  readonly #options: ProcessGuardOptions
  #rejections = 0
  #lastRejectionMs: number | null = null
  #ended = false

  constructor(options: ProcessGuardOptions) {
    this.#options = options
  }

  watch(mishaps: Mishaps): void {
    const { log, steadyClock, onMistake } = this.#options
    mishaps.on('uncaughtException', cause => {
      log.error({ err: cause }, this.#ended ? 'Another mistake while ending' : 'A mistake that nobody caught, ending')
      if (this.#ended) return
      this.#ended = true
      onMistake()
    })
    mishaps.on('unhandledRejection', cause => {
      this.#rejections++
      this.#lastRejectionMs = steadyClock()
      log.error({ err: cause }, 'A task failed and nobody took care of it, going on')
    })
  }

  expose(metrics: Metrics): void {
    metrics.onScrape(() => metrics.unhandledRejections.follow('main', this.#rejections, {}))
  }

  check(): ReadinessCheck {
    const lastMs = this.#lastRejectionMs
    const ok = lastMs === null || this.#options.steadyClock() - lastMs >= TOLD_FOR_MS
    const detail = ok ? 'No task has failed unnoticed in the last minute' : 'A task failed unnoticed, the log has it'
    return { name: 'process', ok, detail }
  }
}
