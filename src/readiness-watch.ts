import { errorText } from './errors.ts'
import type { Log } from './lib/log.ts'
import type { Readiness, ReadinessCheck } from './subscription/service-control.ts'

/** How often everything is asked, ms. An answer takes 2 s at most. */
const EVERY_MS = 2000

export interface ReadinessWatchOptions {
  readonly readiness: () => Promise<Readiness>
  readonly log: Log
}

/**
 * Asks again and again what the service depends on, so that an outage is seen while nobody asks `/readyz`: for the incident of
 * kind "service".
 */
export class ReadinessWatch {
  readonly #options: ReadinessWatchOptions
  #timer: NodeJS.Timeout | undefined
  #asking: Promise<void> | null = null
  #checks: readonly ReadinessCheck[] = []

  constructor(options: ReadinessWatchOptions) {
    this.#options = options
  }

  /** As they were when they were last asked; none before that, and while the service is stopped. */
  get checks(): readonly ReadinessCheck[] {
    return this.#checks
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null
      })
    }, EVERY_MS)
    this.#timer.unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#asking
  }

  async #ask(): Promise<void> {
    try {
      const { running, checks } = await this.#options.readiness()
      this.#checks = running ? checks : []
    } catch (cause) {
      this.#options.log.error({ error: errorText(cause) }, 'Cannot ask what the service depends on')
    }
  }
}
