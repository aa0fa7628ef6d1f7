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
  #latest: Readiness = { ready: false, running: false, checks: [] }

  constructor(options: ReadinessWatchOptions) {
    this.#options = options
  }

  /** As it was when it was last asked; not ready and without checks before that. */
  get latest(): Readiness {
    return this.#latest
  }

  /** What an incident is made of: nothing while the service is stopped. */
  get checks(): readonly ReadinessCheck[] {
    return this.#latest.running ? this.#latest.checks : []
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

  #tellChanges(checks: readonly ReadinessCheck[]): void {
    const before = new Map(this.#latest.checks.map(({ name, ok }) => [name, ok]))
    for (const { name, ok, detail } of checks) {
      if ((before.get(name) ?? true) === ok) continue
      if (ok) this.#options.log.info({ check: name }, 'A check of /readyz passes again')
      else this.#options.log.warn({ check: name, error: detail }, 'A check of /readyz fails')
    }
  }

  async #ask(): Promise<void> {
    try {
      const latest = await this.#options.readiness()
      this.#tellChanges(latest.checks)
      this.#latest = latest
    } catch (cause) {
      this.#options.log.error({ error: errorText(cause) }, 'Cannot ask what the service depends on')
    }
  }
}
