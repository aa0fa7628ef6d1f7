import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../clients/redis-address.ts'
import { confirmWrite, PRIMARY_ALONE, type WriteTerms } from '../../clients/confirmed-write.ts'
import { openRedis, whenReady } from '../../clients/redis-connection.ts'
import { AppError, errorText } from '../../errors.ts'
import { subscriptionFromText, subscriptionToText } from '../stored-subscription.ts'
import type { StoredSubscription, SubscriptionStore } from '../subscription-store.ts'

const KEY = 'camera-check:subscription'
const COMMAND_TIMEOUT_MS = 3000

/** Keeps the subscription in the Redis that carries the frames, so that any machine can go on with it. */
export class RedisSubscriptionStore implements SubscriptionStore {
  readonly name = 'redis'
  readonly #redis: Redis
  /** What Redis holds, as far as is known; null before the first load or save. */
  #kept: string | null = null

  readonly #terms: WriteTerms

  constructor(address: RedisAddress, terms = PRIMARY_ALONE) {
    this.#terms = terms
    this.#redis = openRedis(address, 'subscription', COMMAND_TIMEOUT_MS)
    this.#redis.on('ready', () => this.#keepAgain())
  }

  async load(): Promise<StoredSubscription | null> {
    const text = await this.#ask('read', redis => redis.get(KEY))
    this.#kept = text
    return text === null ? null : subscriptionFromText(text, `Redis key ${KEY}`)
  }

  async save(subscription: StoredSubscription): Promise<void> {
    const text = subscriptionToText(subscription)
    await this.#ask('write', async redis => {
      await redis.set(KEY, text)
      await confirmWrite(redis, this.#terms)
    })
    this.#kept = text
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  /** A Redis for frames often keeps nothing on disk: one that came back empty gets the subscription again. */
  #keepAgain(): void {
    if (this.#kept === null) return
    // A failure means that the connection broke again, and with the next one comes the next try.
    this.#redis.set(KEY, this.#kept, 'NX').catch(() => {})
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
