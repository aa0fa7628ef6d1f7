import type { Redis } from 'ioredis'
import { FLEET_EVENTS as EVENTS, FLEET_EVENTS_NUMBER as COUNTER } from '../../clients/fleet-names.ts'
import type { RedisAddress } from '../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../clients/redis-connection.ts'
import { AppError, errorText } from '../../errors.ts'
import type { EventStream, StreamEntry } from '../event-stream.ts'

const WRITER = 'camera-check:fleet:events-writer:'
const COMMAND_TIMEOUT_MS = 3000
/** A blocking read is answered a little later than it waits. */
const READ_GRACE_MS = 3000
/** A writer that was silent for so long begins anew. */
const WRITER_TTL_MS = 3_600_000

/**
 * Adds what a writer has not added before: one that got no answer asks again, and nothing is added twice.
 *
 * KEYS[1] the stream, KEYS[2] number of its newest entry, KEYS[3] number of the writer's newest text.
 * ARGV[1] about how many entries stay, ARGV[2] the writer's number of the first text, ARGV[3] ms for which KEYS[3] is kept,
 * then texts. Returns nothing.
 */
const APPEND_SCRIPT = `
local last = tonumber(redis.call('GET', KEYS[3]) or '0')
local own = tonumber(ARGV[2]) - 1
for i = 4, #ARGV do
  own = own + 1
  if own > last then
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'n', redis.call('INCR', KEYS[2]), 'e', ARGV[i])
  end
end
redis.call('SET', KEYS[3], math.max(own, last), 'PX', ARGV[3])
`

/** Gives the newest entry; of an empty stream a first one that says nothing. KEYS as above. */
const NEWEST_SCRIPT = `
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('XADD', KEYS[1], '*', 'n', redis.call('INCR', KEYS[2]), 'e', '{"type":"begin"}')
end
return redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
`

type RawEntry = readonly [id: string, fields: readonly string[]]

/** A capped stream of the state Redis. */
export class RedisEventStream implements EventStream {
  readonly #redis: Redis
  readonly #reading: Redis

  constructor(address: RedisAddress) {
    this.#redis = openRedis(address, 'fleet-events', COMMAND_TIMEOUT_MS)
    // A connection of its own: a read that waits holds up everything behind it.
    this.#reading = openRedis(address, 'fleet-events-read', null)
  }

  async append(writer: string, first: number, texts: readonly string[], keep: number): Promise<void> {
    const args = [keep, first, WRITER_TTL_MS, ...texts]
    await this.#ask(this.#redis, redis => redis.eval(APPEND_SCRIPT, 3, EVENTS, COUNTER, WRITER + writer, ...args))
  }

  async newest(): Promise<StreamEntry> {
    const [entry] = await this.#ask(this.#redis, async redis =>
      entriesOf((await redis.eval(NEWEST_SCRIPT, 2, EVENTS, COUNTER)) as readonly RawEntry[])
    )
    if (entry === undefined) throw new AppError('fleet/store-failed', `Cannot read ${EVENTS}: it has no newest entry`)
    return entry
  }

  async get(id: string): Promise<StreamEntry | null> {
    const found = await this.#ask(this.#redis, redis => redis.xrange(EVENTS, id, id))
    return entriesOf(found)[0] ?? null
  }

  async range(behind: string, upTo: string, most: number): Promise<readonly StreamEntry[]> {
    return entriesOf(await this.#ask(this.#redis, redis => redis.xrange(EVENTS, `(${behind}`, upTo, 'COUNT', most)))
  }

  async next(behind: string, most: number, waitMs: number): Promise<readonly StreamEntry[]> {
    // A server that vanished without a word never answers.
    const expiry = setTimeout(() => this.#reading.disconnect(true), waitMs + READ_GRACE_MS)
    try {
      const found = await this.#ask(this.#reading, redis =>
        redis.xread('COUNT', most, 'BLOCK', waitMs, 'STREAMS', EVENTS, behind)
      )
      return entriesOf((found?.[0]?.[1] ?? []) as readonly RawEntry[])
    } finally {
      clearTimeout(expiry)
    }
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
    this.#reading.disconnect()
  }

  async #ask<T>(redis: Redis, command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      await whenReady(redis, COMMAND_TIMEOUT_MS)
      return await command(redis)
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      throw new AppError('fleet/store-failed', `Cannot use ${EVENTS} in Redis: ${errorText(cause)}`, { cause })
    }
  }
}

/** Entries that somebody else put there have no number, and are none of ours. */
function entriesOf(raw: readonly RawEntry[]): StreamEntry[] {
  return raw.flatMap(([id, [nameOfNumber, number, nameOfText, text]]) =>
    nameOfNumber === 'n' && nameOfText === 'e' && text !== undefined ? [{ id, number: Number(number), text }] : []
  )
}
