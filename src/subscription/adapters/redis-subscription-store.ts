import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../clients/redis-address.ts'
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

  constructor(address: RedisAddress) {
    this.#redis = openRedis(address, 'subscription', COMMAND_TIMEOUT_MS)
  }

  async load(): Promise<StoredSubscription | null> {
    const text = await this.#ask('read', redis => redis.get(KEY))
    return text === null ? null : subscriptionFromText(text, `Redis key ${KEY}`)
  }

  async save(subscription: StoredSubscription): Promise<void> {
    await this.#ask('write', redis => redis.set(KEY, subscriptionToText(subscription)))
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #ask<T>(verb: string, command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
      return await command(this.#redis)
    } catch (cause) {
      throw new AppError('subscription/store-failed', `Cannot ${verb} Redis key ${KEY}: ${errorText(cause)}`, { cause })
    }
  }
}
