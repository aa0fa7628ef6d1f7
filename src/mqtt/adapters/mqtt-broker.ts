import { type IClientOptions, type MqttClient, connect } from 'mqtt'
import { errorText } from '../../errors.ts'
import { fullJitterMs } from '../../lib/full-jitter.ts'
import type { Log } from '../../lib/log.ts'
import type { Broker, BrokerListener, BrokerMessage } from '../broker.ts'

export interface MqttBrokerOptions {
  /** mqtt:, mqtts:, ws: or wss:. */
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
  /** Authorities (PEM) that may have signed its certificate; those of Node when left out. */
  readonly ca: string | undefined
  readonly clientId: string
  /** What the broker publishes when it hears no more of this client; published by `close`, too. */
  readonly last: BrokerMessage
  readonly random: () => number
  readonly log: Log
}

const CONNECT_MS = 10_000
const KEEP_ALIVE_S = 15
const BACKOFF = { firstMs: 1000, mostMs: 30_000 }
const CLOSE_MS = 2000

/** A broker that speaks MQTT 5. */
export class MqttBroker implements Broker {
  readonly #options: MqttBrokerOptions
  #client: MqttClient | null = null
  #failures = 0
  #isDown = false

  constructor(options: MqttBrokerOptions) {
    this.#options = options
  }

  get isConnected(): boolean {
    return this.#client?.connected === true
  }

  start(listener: BrokerListener): void {
    const { url, log } = this.#options
    const client = connect(url, this.#clientOptions())
    this.#client = client
    client.on('connect', () => {
      this.#failures = 0
      this.#isDown = false
      log.info({ broker: shownUrl(url) }, 'Connected to the MQTT broker')
      listener.connected()
    })
    client.on('message', (topic, payload, packet) => listener.received(topic, payload, packet.retain))
    client.on('error', cause => this.#tellDown(errorText(cause)))
    client.on('close', () => {
      this.#tellDown('the connection was closed')
      client.options.reconnectPeriod = 100 + fullJitterMs(++this.#failures, BACKOFF, this.#options.random())
    })
  }

  async publish({ topic, payload, retain }: BrokerMessage): Promise<void> {
    if (this.#client?.connected !== true) throw new Error('not connected')
    const bytes = typeof payload === 'string' ? payload : Buffer.from(payload)
    await this.#client.publishAsync(topic, bytes, { qos: 1, retain })
  }

  async subscribe(filter: string): Promise<void> {
    await this.#client?.subscribeAsync(filter, { qos: 1 })
  }

  async unsubscribe(filter: string): Promise<void> {
    await this.#client?.unsubscribeAsync(filter)
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    if (client === null) return
    const { topic, payload, retain } = this.#options.last
    if (client.connected) {
      // A broker that hangs must not keep the service from ending.
      const goodbye = client.publishAsync(topic, payload as string, { qos: 1, retain })
      await Promise.race([goodbye.catch(() => undefined), new Promise(resolve => setTimeout(resolve, CLOSE_MS))])
    }
    await client.endAsync(true)
  }

  #clientOptions(): IClientOptions {
    const { username, password, ca, clientId, last } = this.#options
    return {
      protocolVersion: 5,
      clientId,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca }),
      clean: true,
      keepalive: KEEP_ALIVE_S,
      connectTimeout: CONNECT_MS,
      reconnectPeriod: BACKOFF.firstMs,
      // What waits is held by topic, and sent anew after each connect.
      queueQoSZero: false,
      resubscribe: false,
      will: { topic: last.topic, payload: Buffer.from(last.payload as string), qos: 1, retain: last.retain }
    }
  }

  #tellDown(why: string): void {
    if (this.#isDown || this.#client === null) return
    this.#isDown = true
    this.#options.log.warn({ broker: shownUrl(this.#options.url), error: why }, 'The MQTT broker is away, trying again')
  }
}

/** Without what may be secret in it. */
function shownUrl(text: string): string {
  const url = new URL(text)
  return `${url.protocol}//${url.host}`
}
