import { errorText } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'

/** Says once that a collector does not take what it is sent, and once that it does again. */
export class CollectorHealth {
  readonly #log: Log
  readonly #signal: string
  #isDown = false
  #isFullTold = false

  /** @param signal What is sent: `spans`, `metrics`. */
  constructor(signal: string, log: Log) {
    this.#signal = signal
    this.#log = log
  }

  worked(): void {
    if (this.#isDown) this.#log.info({ signal: this.#signal }, 'The collector of OpenTelemetry takes it again')
    this.#isDown = false
  }

  /** @param cause What the exporter gave as its reason, or what there is no room for. */
  failed(cause: unknown): void {
    if (!this.#isDown) {
      const fields = { signal: this.#signal, error: errorText(cause) }
      this.#log.warn(fields, 'The collector of OpenTelemetry does not take it: lost and counted until it does')
    }
    this.#isDown = true
  }

  /** There was no room for something. Said once: how much it was is counted. */
  full(): void {
    if (!this.#isFullTold) {
      const fields = { signal: this.#signal }
      this.#log.warn(
        fields,
        'More is recorded for OpenTelemetry than there is room for: some of it is dropped and counted'
      )
    }
    this.#isFullTold = true
  }
}
