import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import { Nap } from '../lib/nap.ts'
import type { Broker, BrokerMessage } from './broker.ts'

export interface OutgoingOptions {
  readonly broker: Pick<Broker, 'publish' | 'isConnected'>
  /** Topics that may wait; more are left out and counted. */
  readonly most: number
  readonly log: Log
}

const AT_ONCE = 20
const RETRY_MS = 1000

/**
 * What waits for the broker: of each topic the newest message that is to be kept there, since it says all that the ones
 * before it said.
 */
export class Outgoing {
  readonly #options: OutgoingOptions
  readonly #waiting = new Map<string, BrokerMessage>()
  readonly #inFlight = new Set<string>()
  readonly #throttle = new LogThrottle(10_000)
  readonly #nap = new Nap()
  #published = 0
  #dropped = 0
  #isClosed = false

  constructor(options: OutgoingOptions) {
    this.#options = options
  }

  get figures(): { readonly published: number; readonly dropped: number; readonly waiting: number } {
    return { published: this.#published, dropped: this.#dropped, waiting: this.#waiting.size + this.#inFlight.size }
  }

  put(message: BrokerMessage): void {
    if (this.#isClosed) return
    if (!this.#waiting.has(message.topic) && this.#waiting.size >= this.#options.most) {
      this.#dropped++
      return
    }
    // To the end: what changes often must not keep the others from their turn.
    this.#waiting.delete(message.topic)
    this.#waiting.set(message.topic, message)
    this.pump()
  }

  /** Sends what can be sent now; called again when the connection is back. */
  pump(): void {
    if (this.#isClosed || !this.#options.broker.isConnected) return
    for (const [topic, message] of this.#waiting) {
      if (this.#inFlight.size >= AT_ONCE) return
      // One after the other on each topic, or an old one might come last.
      if (this.#inFlight.has(topic)) continue
      this.#waiting.delete(topic)
      this.#inFlight.add(topic)
      void this.#send(message)
    }
  }

  /** Resolves when nothing waits, or the connection is gone, or after a time. */
  async drain(deadlineMs: number): Promise<void> {
    const giveUpAt = performance.now() + deadlineMs
    while (this.figures.waiting > 0 && this.#options.broker.isConnected && performance.now() < giveUpAt) {
      await this.#nap.sleep(20)
    }
  }

  close(): void {
    this.#isClosed = true
    this.#nap.wake()
    this.#waiting.clear()
  }

  async #send(message: BrokerMessage): Promise<void> {
    try {
      await this.#options.broker.publish(message)
      this.#published++
    } catch (cause) {
      // A newer one has taken its place.
      if (!this.#waiting.has(message.topic) && !this.#isClosed) this.#waiting.set(message.topic, message)
      this.#throttle.run(performance.now(), () =>
        this.#options.log.warn(
          { error: errorText(cause), waiting: this.#waiting.size },
          'MQTT messages wait for the broker'
        )
      )
      if (this.#options.broker.isConnected) setTimeout(() => this.pump(), RETRY_MS).unref()
      return
    } finally {
      this.#inFlight.delete(message.topic)
    }
    this.pump()
  }
}
