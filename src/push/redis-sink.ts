import type { Cluster, Redis } from 'ioredis'
import type { RedisServerOrCluster } from '../clients/redis-address.ts'
import { openServerOrCluster, whenReady } from '../clients/redis-connection.ts'
import { errorText } from '../errors.ts'
import { frameMeta } from './frame-meta.ts'
import type { Delivery, FrameSink, OutgoingFrame } from './frame-sink.ts'
import { redact } from './redact.ts'

const COMMAND_TIMEOUT_MS = 5000
const NAME = 'push'

export interface RedisSinkOptions {
  readonly place: RedisServerOrCluster
  /** About how many entries a stream keeps. */
  readonly maxlen: number
  readonly keyPrefix: string
  readonly clock: () => number
}

/** Adds frames to Redis streams, and trims these as it goes. */
export class RedisSink implements FrameSink {
  readonly #redis: Redis | Cluster
  readonly #options: RedisSinkOptions

  constructor(options: RedisSinkOptions) {
    this.#options = options
    this.#redis = openServerOrCluster(options.place, NAME, COMMAND_TIMEOUT_MS)
  }

  async send(frame: OutgoingFrame): Promise<Delivery> {
    const { keyPrefix, maxlen, clock } = this.#options
    try {
      await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
      const meta = frameMeta(frame, clock())
      await this.#redis.xadd(keyPrefix + frame.stream, 'MAXLEN', '~', maxlen, '*', 'meta', meta, 'jpeg', frame.jpeg)
      return { ok: true }
    } catch (thrown) {
      const reason = redact(errorText(thrown))
      // What a server that hangs has not taken would pile up in the connection, a frame with each try.
      if (/timed out/i.test(reason) && this.#redis.status === 'ready') this.#redis.disconnect(true)
      return { ok: false, next: 'again', reason: `Redis: ${reason}` }
    }
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }
}
