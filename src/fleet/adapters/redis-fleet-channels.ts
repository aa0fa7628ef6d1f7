import type { Redis } from 'ioredis'
import { fleetChannel } from '../../clients/fleet-names.ts'
import type { RedisAddress } from '../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../clients/redis-connection.ts'
import { AppError, errorText } from '../../errors.ts'
import type { FleetChannels, FleetTopic } from '../fleet-channels.ts'

const COMMAND_TIMEOUT_MS = 3000

interface Listener {
  readonly take: (message: Buffer) => void
  readonly onListening: () => void
}

/** Pub/sub of the state Redis. */
export class RedisFleetChannels implements FleetChannels {
  readonly #sending: Redis
  readonly #listening: Redis
  readonly #db: number
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(address: RedisAddress) {
    this.#db = address.db
    this.#sending = openRedis(address, 'fleet-send', COMMAND_TIMEOUT_MS)
    this.#listening = openRedis(address, 'fleet-listen', COMMAND_TIMEOUT_MS)
    this.#listening.on('ready', () => void this.#subscribe([...this.#listeners.keys()]))
    this.#listening.on('messageBuffer', (channel: Buffer, message: Buffer) => {
      for (const { take } of this.#listeners.get(channel.toString()) ?? []) take(message)
    })
  }

  start(): void {
    for (const redis of [this.#sending, this.#listening]) {
      // A first attempt that fails is not the last one: ioredis goes on by itself.
      if (redis.status === 'wait') redis.connect().catch(() => undefined)
    }
  }

  async send(topic: FleetTopic, message: Uint8Array): Promise<void> {
    try {
      await whenReady(this.#sending, COMMAND_TIMEOUT_MS)
      await this.#sending.publish(this.#nameOf(topic), bufferOf(message))
    } catch (cause) {
      throw new AppError('fleet/store-failed', `Cannot tell the fleet of ${topic}: ${errorText(cause)}`, { cause })
    }
  }

  listen(topic: FleetTopic, take: (message: Buffer) => void, onListening: () => void = () => undefined): () => void {
    const name = this.#nameOf(topic)
    const listener: Listener = { take, onListening }
    const known = this.#listeners.get(name)
    this.#listeners.set(name, (known ?? new Set()).add(listener))
    if (this.#listening.status === 'ready') void this.#subscribe([name], listener)
    return () => this.#leave(name, listener)
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    this.#sending.disconnect()
    this.#listening.disconnect()
  }

  #nameOf(topic: FleetTopic): string {
    return fleetChannel(topic, this.#db)
  }

  /** @param only Who is told; left out: all. */
  async #subscribe(names: readonly string[], only?: Listener): Promise<void> {
    if (names.length === 0) return
    try {
      await this.#listening.subscribe(...names)
    } catch {
      // The connection broke, and with the next one comes the next try.
      return
    }
    for (const name of names) {
      for (const listener of this.#listeners.get(name) ?? []) {
        if (only === undefined || only === listener) listener.onListening()
      }
    }
  }

  #leave(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name)
    if (listeners === undefined || !listeners.delete(listener) || listeners.size > 0) return
    this.#listeners.delete(name)
    if (this.#listening.status === 'ready') this.#listening.unsubscribe(name).catch(() => undefined)
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
