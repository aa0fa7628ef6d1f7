import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../clients/redis-connection.ts'
import { AppError, errorText } from '../../errors.ts'
import type { EndedSession } from '../../model/access.ts'
import { FLEET_KEYS } from '../fleet-keys.ts'

/** People wait for it, ms. */
const COMMAND_TIMEOUT_MS = 2000
const SECRET = /^(?:[0-9a-f]{2}){32,}$/i

/** What members of a fleet share to let people in: the secret that signs, which tickets were used, which sessions ended. In the state Redis. */
export class RedisAccessStore {
  readonly #redis: Redis

  constructor(address: RedisAddress) {
    this.#redis = openRedis(address, 'access', COMMAND_TIMEOUT_MS)
  }

  /** Gives the secret that lies there, or keeps the candidate. @throws AppError `access/store-failed` */
  async keepSecret(candidate: Buffer): Promise<Buffer> {
    const text = await this.#ask('read what signs sessions', async redis => {
      await redis.set(FLEET_KEYS.secret, candidate.toString('hex'), 'NX')
      return redis.get(FLEET_KEYS.secret)
    })
    if (text === null || !SECRET.test(text)) {
      throw new AppError(
        'access/store-failed',
        `Redis key ${FLEET_KEYS.secret} holds no secret; delete it to have one made`
      )
    }
    return Buffer.from(text, 'hex')
  }

  /** @returns Whether nobody has used it before. @throws AppError `access/store-failed` */
  async useTicket(id: string, forMs: number): Promise<boolean> {
    const key = `${FLEET_KEYS.ticketPrefix}${id}`
    const answer = await this.#ask('take a ticket', redis => redis.set(key, '1', 'PX', Math.ceil(forMs), 'NX'))
    return answer === 'OK'
  }

  /** @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async keepEndedSession({ id, untilMs }: EndedSession, nowMs: number): Promise<void> {
    await this.#ask('keep that a session was ended', redis =>
      redis
        .multi()
        .zremrangebyscore(FLEET_KEYS.endedSessions, '-inf', nowMs)
        .zadd(FLEET_KEYS.endedSessions, untilMs, id)
        .exec()
    )
  }

  /** Those that would not have ended by themselves. @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async endedSessions(nowMs: number): Promise<readonly EndedSession[]> {
    const answer = await this.#ask('read which sessions were ended', redis =>
      redis.zrangebyscore(FLEET_KEYS.endedSessions, `(${nowMs}`, '+inf', 'WITHSCORES')
    )
    const ended: EndedSession[] = []
    for (let i = 0; i + 1 < answer.length; i += 2) ended.push({ id: answer[i] ?? '', untilMs: Number(answer[i + 1]) })
    return ended
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #ask<T>(what: string, command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
      return await command(this.#redis)
    } catch (cause) {
      throw new AppError('access/store-failed', `Cannot ${what}: the state Redis says ${errorText(cause)}`, { cause })
    }
  }
}
