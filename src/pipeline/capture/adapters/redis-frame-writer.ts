import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../../clients/redis-connection.ts'
import { AppError, errorText } from '../../../errors.ts'
import type { FrameWriter } from '../frame-writer.ts'
import { STREAM_KEY_PREFIX } from './watched-streams.ts'

const COMMAND_TIMEOUT_MS = 3000

/** Adds posted frames to the camera's Redis stream and trims it, as producers do themselves. */
export class RedisFrameWriter implements FrameWriter {
  readonly #redis: Redis
  readonly #maxEntries: number

  constructor(address: RedisAddress, maxEntries: number) {
    this.#redis = openRedis(address, 'frame-writer', COMMAND_TIMEOUT_MS)
    this.#maxEntries = maxEntries
  }

  async write(stream: string, jpeg: Buffer, meta: Buffer | null): Promise<void> {
    const key = STREAM_KEY_PREFIX + stream
    await this.#ask(redis => redis.xadd(key, 'MAXLEN', '~', this.#maxEntries, '*', 'meta', meta ?? '{}', 'jpeg', jpeg))
  }

  async ping(): Promise<void> {
    await this.#ask(redis => redis.ping())
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #ask(command: (redis: Redis) => Promise<unknown>): Promise<void> {
    try {
      await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
      await command(this.#redis)
    } catch (cause) {
      throw new AppError('frame/source-failed', `Cannot reach Redis: ${errorText(cause)}`, {
        cause,
        messageZh: `无法连接 Redis：${errorText(cause)}`
      })
    }
  }
}
