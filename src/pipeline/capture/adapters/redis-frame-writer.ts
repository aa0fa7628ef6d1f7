import type { Cluster, Redis } from 'ioredis'
import type { RedisServerOrCluster } from '../../../clients/redis-address.ts'
import { openServerOrCluster, whenReady } from '../../../clients/redis-connection.ts'
import { AppError, errorText } from '../../../errors.ts'
import type { FrameWriter } from '../frame-writer.ts'
import { STREAM_KEY_PREFIX } from './watched-streams.ts'

const COMMAND_TIMEOUT_MS = 3000
/** Who asks whether Redis is there wants to hear why not, sooner than whoever wants to write. */
const PING_CONNECT_MS = 1000
const NAME = 'frame-writer'

/** Adds posted frames to the camera's Redis stream and trims it, as producers do themselves. */
export class RedisFrameWriter implements FrameWriter {
  readonly #redis: Redis | Cluster
  readonly #maxEntries: number

  constructor(place: RedisServerOrCluster, maxEntries: number) {
    this.#redis = openServerOrCluster(place, NAME, COMMAND_TIMEOUT_MS)
    this.#maxEntries = maxEntries
  }

  async write(stream: string, jpeg: Buffer, meta: Buffer | null): Promise<void> {
    const key = STREAM_KEY_PREFIX + stream
    await this.#ask(redis => redis.xadd(key, 'MAXLEN', '~', this.#maxEntries, '*', 'meta', meta ?? '{}', 'jpeg', jpeg))
  }

  async ping(): Promise<void> {
    await this.#ask(redis => redis.ping(), PING_CONNECT_MS)
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #ask(command: (redis: Redis | Cluster) => Promise<unknown>, connectMs = COMMAND_TIMEOUT_MS): Promise<void> {
    try {
      await whenReady(this.#redis, connectMs)
      await command(this.#redis)
    } catch (cause) {
      throw new AppError('frame/source-failed', `Cannot reach Redis: ${errorText(cause)}`, {
        cause,
        messageZh: `无法连接 Redis：${errorText(cause)}`
      })
    }
  }
}
