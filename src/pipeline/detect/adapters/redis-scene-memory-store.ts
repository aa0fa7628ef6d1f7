import type { Redis } from 'ioredis'
import { cursorKeyOf } from '../../../clients/cursor-key.ts'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../../clients/redis-connection.ts'
import { AppError, errorText } from '../../../errors.ts'
import { FENCE_CHECK, fenceArguments } from '../../../fleet/fence-script.ts'
import { MAX_SCENE_MEMORY_BYTES, type SceneMemoryStore, type SceneSaveTerms } from '../memory/scene-memory-store.ts'

const KEY_PREFIX = 'camera-check:scene:'
const COMMAND_TIMEOUT_MS = 3000

/**
 * Writes a scene, and how far its camera has been judged, while a fence holds. When the cursors of the slot are let go is
 * the business of who writes them all.
 *
 * KEYS[1] the scene, KEYS[2] hash of the slot's cursors. ARGV: fence (three), bytes, time to live of the scene in ms,
 * stream, cursor or an empty text.
 * Returns 1, or 0 when the fence does not hold.
 */
const SAVE_SCRIPT = `${FENCE_CHECK}
if not holds(ARGV[1], ARGV[2], ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
if ARGV[7] ~= '' and redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], ARGV[6], ARGV[7]) end
return 1
`

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

  async save(stream: string, bytes: Uint8Array, terms?: SceneSaveTerms): Promise<void> {
    if (bytes.length > MAX_SCENE_MEMORY_BYTES) {
      const message = `Cannot keep the scene of "${stream}": it has ${bytes.length} bytes, at most ${MAX_SCENE_MEMORY_BYTES} are kept`
      throw new AppError('scene-memory/refused', message, { stream })
    }
    const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    if (terms === undefined) {
      await this.#ask(stream, 'write', redis => redis.set(keyOf(stream), value, 'PX', this.#keepMs))
      return
    }
    const { fence, cursor } = terms
    const keys = [keyOf(stream), cursorKeyOf(fence.slot)]
    const args = [...fenceArguments(fence), value, this.#keepMs, stream, cursor ?? '']
    const taken = await this.#ask(stream, 'write', redis => redis.eval(SAVE_SCRIPT, keys.length, ...keys, ...args))
    if (taken === 1) return
    throw new AppError('fleet/fenced', `Cannot keep the scene of "${stream}": its camera has another owner`, { stream })
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
