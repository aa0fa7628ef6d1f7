import type { Redis } from 'ioredis'
import { cursorKeyOf } from '../../../clients/cursor-key.ts'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../../clients/redis-connection.ts'
import { AppError, errorText } from '../../../errors.ts'
import { FENCE_CHECK, fenceArguments } from '../../../fleet/fence-script.ts'
import type { CursorStore, SlotCursors } from '../cursor-store.ts'

const COMMAND_TIMEOUT_MS = 3000
/** One call holds the server for some milliseconds at the most. */
const SLOTS_PER_CALL = 256

/**
 * Writes the cursors of slots whose fence holds.
 *
 * KEYS: one hash for each slot. ARGV[1] time to live of a hash, ms; then for each slot: fence (three), number of moved
 * cursors, number of streams that are gone, the moved ones as stream and cursor, the streams that are gone.
 * Returns the positions, from 1, of slots that were refused.
 */
const SAVE_SCRIPT = `${FENCE_CHECK}
local refused = {}
local at = 2
for i = 1, #KEYS do
  local moved, gone = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local first = at + 5
  if holds(ARGV[at], ARGV[at + 1], ARGV[at + 2]) then
    for j = first, first + 2 * moved - 1, 2 do redis.call('HSET', KEYS[i], ARGV[j], ARGV[j + 1]) end
    for j = first + 2 * moved, first + 2 * moved + gone - 1 do redis.call('HDEL', KEYS[i], ARGV[j]) end
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
  else
    refused[#refused + 1] = i
  end
  at = first + 2 * moved + gone
end
return refused
`

/** Keeps cursors in Redis, a hash for each slot. */
export class RedisCursorStore implements CursorStore {
  readonly #redis: Redis
  readonly #keepMs: number

  /**
   * @param name Of the connection, for who looks at the server's list of clients.
   * @param keepMs How long the cursors of a slot are kept after the last save, ms, >= 1.
   */
  constructor(address: RedisAddress, name: string, keepMs: number) {
    this.#redis = openRedis(address, name, COMMAND_TIMEOUT_MS)
    this.#keepMs = Math.max(1, Math.round(keepMs))
  }

  async load(slots: readonly number[]): Promise<ReadonlyMap<string, string>> {
    const cursors = new Map<string, string>()
    if (slots.length === 0) return cursors
    const replies = await this.#ask('read', async redis => {
      const pipeline = redis.pipeline()
      for (const slot of slots) pipeline.hgetall(cursorKeyOf(slot))
      return pipeline.exec()
    })
    for (const [error, fields] of replies ?? []) {
      if (error !== null) throw failure('read', error)
      for (const [stream, cursor] of Object.entries(fields as Record<string, string>)) cursors.set(stream, cursor)
    }
    return cursors
  }

  async save(cursors: readonly SlotCursors[]): Promise<readonly number[]> {
    const refused: number[] = []
    for (let from = 0; from < cursors.length; from += SLOTS_PER_CALL) {
      const some = cursors.slice(from, from + SLOTS_PER_CALL)
      const keys = some.map(({ slot }) => cursorKeyOf(slot))
      const args = some.flatMap(({ fence, moved, gone }) => [
        ...fenceArguments(fence),
        moved.size,
        gone.length,
        ...[...moved].flat(),
        ...gone
      ])
      const places = await this.#ask('write', redis =>
        redis.eval(SAVE_SCRIPT, keys.length, ...keys, this.#keepMs, ...args)
      )
      for (const place of places as number[]) refused.push(some[place - 1]?.slot ?? -1)
    }
    return refused
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #ask<T>(verb: string, command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
      return await command(this.#redis)
    } catch (cause) {
      throw failure(verb, cause)
    }
  }
}

function failure(verb: string, cause: unknown): AppError {
  return new AppError('capture/cursor-store-failed', `Cannot ${verb} cursors in Redis: ${errorText(cause)}`, { cause })
}
