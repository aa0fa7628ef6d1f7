import { Redis } from 'ioredis'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { RedisAccessStore } from '../../../src/fleet/adapters/redis-access-store.ts'
import { FLEET_KEYS } from '../../../src/fleet/fleet-keys.ts'
import { keepsEndedSessions } from '../../http/access/keeps-ended-sessions.ts'
import { describeWithRedis } from '../../servers/need.ts'
import { addressOf } from '../../servers/redis-address.ts'
import { DATABASE } from '../../servers/redis-databases.ts'

describeWithRedis('what members share to let people in, in Redis', redisUrl => {
  const address = addressOf(redisUrl, DATABASE.accessStore)
  const redis = new Redis({ host: address.host, port: address.port, db: DATABASE.accessStore })
  const one = new RedisAccessStore(address)
  const two = new RedisAccessStore(address)

  beforeEach(() => redis.flushdb())
  afterAll(async () => {
    await Promise.all([one.close(), two.close()])
    redis.disconnect()
  })

  it('is one secret for all, whoever comes first, and comes back after a loss', async () => {
    const candidates = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)] as const
    const [first, second] = await Promise.all([one.keepSecret(candidates[0]), two.keepSecret(candidates[1])])
    expect(first.equals(second)).toBe(true)
    expect(candidates.some(candidate => candidate.equals(first))).toBe(true)
    await redis.flushdb()
    expect((await two.keepSecret(first)).equals(first)).toBe(true)
  })

  it('is no secret that somebody else has put there', async () => {
    await redis.set(FLEET_KEYS.secret, 'short')
    await expect(one.keepSecret(Buffer.alloc(32))).rejects.toMatchObject({ code: 'access/store-failed' })
  })

  it('opens a ticket once for all of them, and forgets it in time', async () => {
    const answers = await Promise.all([one, two, one, two].map(store => store.useTicket('t', 60_000)))
    expect(answers.filter(Boolean)).toHaveLength(1)
    const leftMs = await redis.pttl(`${FLEET_KEYS.ticketPrefix}t`)
    expect(leftMs).toBeGreaterThan(0)
    expect(leftMs).toBeLessThanOrEqual(60_000)
  })

  keepsEndedSessions(() => ({
    keep: (ended, nowMs) => one.keepEndedSession(ended, nowMs),
    kept: nowMs => two.endedSessions(nowMs)
  }))

  it('says so when Redis is not there', async () => {
    const lost = new RedisAccessStore({ ...address, port: 1 })
    await expect(lost.keepSecret(Buffer.alloc(32))).rejects.toMatchObject({ code: 'access/store-failed' })
    await expect(lost.useTicket('t', 1000)).rejects.toMatchObject({ code: 'access/store-failed' })
    await expect(lost.endedSessions(0)).rejects.toMatchObject({ code: 'access/store-failed' })
    await expect(lost.keepEndedSession({ id: 'a', untilMs: 1 }, 0)).rejects.toMatchObject({
      code: 'access/store-failed'
    })
    await lost.close()
  })
})
