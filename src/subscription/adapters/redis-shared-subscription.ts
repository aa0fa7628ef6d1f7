import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../clients/redis-address.ts'
import { confirmWrite, PRIMARY_ALONE, type WriteTerms } from '../../clients/confirmed-write.ts'
import { openRedis, whenReady } from '../../clients/redis-connection.ts'
import { AppError, errorText } from '../../errors.ts'
import { subscriptionFromText, subscriptionToText } from '../stored-subscription.ts'
import type { StoredSubscription, SubscriptionStore } from '../subscription-store.ts'

const KEY = 'camera-check:subscription'
const COMMAND_TIMEOUT_MS = 3000
const MOST_TRIES = 20

/**
 * Puts a subscription in the place of the one that the writer knows, and tells the members.
 *
 * KEYS[1] the subscription. ARGV: SHA-1 of the text that is replaced, or an empty text when there is none; the new text;
 * channel. Returns 1, or 0 when there is another one by now.
 */
const REPLACE_SCRIPT = `
local now = redis.call('GET', KEYS[1])
if (now and redis.sha1hex(now) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], '')
return 1
`

/**
 * Puts back what a member knows, unless Redis has as new a one: a server that lost its data gets the newest in the end.
 *
 * KEYS[1] the subscription. ARGV: text, its epoch, channel. Returns 1 when it was put back.
 */
const KEEP_SCRIPT = `
local now = redis.call('GET', KEYS[1])
if now then
  local isText, known = pcall(cjson.decode, now)
  if isText and type(known) == 'table' and (tonumber(known.epoch) or 0) >= tonumber(ARGV[2]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('PUBLISH', ARGV[3], '')
return 1
`

/** The subscription that the members of a fleet share, in the state Redis: under the same key as that of a single service. */
export class RedisSharedSubscription implements SubscriptionStore {
  readonly name = 'redis'
  readonly #redis: Redis
  readonly #listening: Redis
  readonly #channel: string
  readonly #terms: WriteTerms
  /** What Redis holds, as far as is known. */
  #kept: StoredSubscription | null = null

  /** @param onChange Told when the subscription may have changed, also after changes may have been missed. */
  constructor(address: RedisAddress, onChange: () => void, terms = PRIMARY_ALONE) {
    this.#terms = terms
    // Pub/sub knows no databases, so the channel names its own.
    this.#channel = `${KEY}:changes:${address.db}`
    this.#redis = openRedis(address, 'subscription', COMMAND_TIMEOUT_MS)
    this.#listening = openRedis(address, 'subscription-changes', null)
    this.#redis.on('ready', () => this.#keepAgain())
    this.#listening.on('message', onChange)
    this.#listening.on('ready', () => {
      // A failure means that the connection broke again, and with the next one comes the next try.
      this.#listening.subscribe(this.#channel).then(onChange, () => {})
    })
  }

  async load(): Promise<StoredSubscription | null> {
    if (this.#listening.status === 'wait') this.#listening.connect().catch(() => {})
    const text = await this.#ask('read', redis => redis.get(KEY))
    if (text === null) return null
    this.#kept = subscriptionFromText(text, `Redis key ${KEY}`)
    return this.#kept
  }

  /** Replaces whatever is there. */
  async save(subscription: StoredSubscription): Promise<void> {
    await this.replace(() => subscription)
  }

  /**
   * @param change What is to come after the newest, null: nothing.
   * @returns What is kept now; null when nothing was to be changed.
   * @throws AppError `subscription/store-failed`
   */
  async replace(
    change: (newest: StoredSubscription | null) => StoredSubscription | null
  ): Promise<StoredSubscription | null> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = await this.#ask('read', redis => redis.get(KEY))
      const next = change(before === null ? null : subscriptionFromText(before, `Redis key ${KEY}`))
      if (next === null) return null
      const known = before === null ? '' : createHash('sha1').update(before).digest('hex')
      const args = [known, subscriptionToText(next), this.#channel]
      const isDone = await this.#ask('write', redis => redis.eval(REPLACE_SCRIPT, 1, KEY, ...args))
      if (isDone !== 1) continue
      this.#kept = next
      await this.#ask('write', redis => confirmWrite(redis, this.#terms))
      return next
    }
    const message = `Cannot write Redis key ${KEY}: other members changed it ${MOST_TRIES} times meanwhile`
    throw new AppError('subscription/store-failed', message)
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
    this.#listening.disconnect()
  }

  #keepAgain(): void {
    if (this.#kept === null) return
    const args = [subscriptionToText(this.#kept), this.#kept.epoch, this.#channel]
    this.#redis.eval(KEEP_SCRIPT, 1, KEY, ...args).catch(() => {})
  }

  async #ask<T>(verb: string, command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
      return await command(this.#redis)
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      throw new AppError('subscription/store-failed', `Cannot ${verb} Redis key ${KEY}: ${errorText(cause)}`, { cause })
    }
  }
}
