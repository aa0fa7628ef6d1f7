import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../../clients/redis-connection.ts'
import { AppError, errorText } from '../../../errors.ts'
import { MAX_SCENE_MEMORY_BYTES, type SceneMemoryStore } from '../memory/scene-memory-store.ts'

const KEY_PREFIX = 'camera-check:scene:'
const COMMAND_TIMEOUT_MS = 3000

/**
 * Keeps each camera's scene under a key of its own in the Redis that carries the frames, so that any machine can go on
 * with it. Every key has a time to live: nobody else would ever delete those of cameras that are gone, and the frames
 * need the room.
 */
export class RedisSceneMemoryStore implements SceneMemoryStore {
  readonly name = 'redis'
  readonly #redis: Redis
  readonly #keepMs: number
  /** Many cameras wait for one connection. */
  #connecting: Promise<void> | null = null

  /**
   * @param name Of the connection, for who looks at the server's list of clients.
   * @param keepMs How long a scene is kept after it was saved or loaded, ms, >= 1.
   */
  constructor(address: RedisAddress, name: string, keepMs: number) {
    this.#redis = openRedis(address, name, COMMAND_TIMEOUT_MS)
    this.#keepMs = Math.max(1, Math.round(keepMs))
  }

  async load(stream: string): Promise<Uint8Array | null> {
    const key = keyOf(stream)
    // One byte more than allowed tells that there is too much, however much it is.
    const bytes = await this.#ask(stream, 'read', redis => redis.getrangeBuffer(key, 0, MAX_SCENE_MEMORY_BYTES))
    if (bytes.length === 0) return null
    if (bytes.length > MAX_SCENE_MEMORY_BYTES) {
      const message = `Cannot take Redis key ${key} for a scene: it has more than ${MAX_SCENE_MEMORY_BYTES} bytes`
      throw new AppError('scene-memory/refused', message, { stream })
    }
    // A failure costs nothing: the next load or save sets the time as well.
    this.#redis.pexpire(key, this.#keepMs).catch(() => {})
    return bytes
  }

  async save(stream: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > MAX_SCENE_MEMORY_BYTES) {
      const message = `Cannot keep the scene of "${stream}": it has ${bytes.length} bytes, at most ${MAX_SCENE_MEMORY_BYTES} are kept`
      throw new AppError('scene-memory/refused', message, { stream })
    }
    const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    await this.#ask(stream, 'write', redis => redis.set(keyOf(stream), value, 'PX', this.#keepMs))
  }

  async remove(stream: string): Promise<void> {
    await this.#ask(stream, 'delete', redis => redis.del(keyOf(stream)))
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #ready(): Promise<void> {
    if (this.#redis.status === 'ready') return
    this.#connecting ??= whenReady(this.#redis, COMMAND_TIMEOUT_MS).finally(() => {
      this.#connecting = null
    })
    await this.#connecting
  }

  async #ask<T>(stream: string, verb: string, command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      await this.#ready()
      return await command(this.#redis)
    } catch (cause) {
      // A list or a hash in its place: somebody else's.
      const code = errorText(cause).startsWith('WRONGTYPE') ? 'scene-memory/refused' : 'scene-memory/store-failed'
      throw new AppError(code, `Cannot ${verb} Redis key ${keyOf(stream)}: ${errorText(cause)}`, { cause, stream })
    }
  }
}

function keyOf(stream: string): string {
  return KEY_PREFIX + stream
}
