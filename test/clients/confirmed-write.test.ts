import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { committed, confirmWrite, PRIMARY_ALONE } from '../../src/clients/confirmed-write.ts'
import { RedisIncidentStore } from '../../src/pipeline/incidents/adapters/redis-incident-store.ts'
import { RedisSubscriptionStore } from '../../src/subscription/adapters/redis-subscription-store.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { LastingRedis } from '../servers/lasting-redis.ts'
import { describeWithRedis } from '../servers/need.ts'

const SUBSCRIPTION = { running: true, epoch: 1, cameras: [] }

describe('the replies of a transaction', () => {
  it('count as committed when none failed', () => {
    expect(() => committed([[null, 1]])).not.toThrow()
    expect(() =>
      committed([
        [null, 1],
        [new Error('WRONGTYPE'), null]
      ])
    ).toThrow('WRONGTYPE')
    expect(() => committed(null)).toThrow('not carried out')
  })
})

describeWithRedis('writes that wait for replicas', () => {
  let primary: LastingRedis
  let replica: LastingRedis
  let redis: Redis
  const opened: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    primary = await LastingRedis.start()
    replica = await LastingRedis.start(['--replicaof', '127.0.0.1', String(primary.port)])
    redis = new Redis(primary.port, '127.0.0.1')
    // The replica has joined once it confirms.
    for (let reached = 0; reached < 1; reached = await redis.wait(1, 100)) await redis.set('x', '1')
  })
  afterEach(async () => {
    replica.signal('SIGCONT')
    for (const store of opened.splice(0)) await store.close()
  })
  afterAll(async () => {
    redis.disconnect()
    await Promise.all([primary.dispose(), replica.dispose()])
  })

  const address = () => ({ host: '127.0.0.1', port: primary.port, db: 0, username: null, password: null, tls: false })
  const keep = <Store extends { close(): Promise<void> }>(store: Store): Store => {
    opened.push(store)
    return store
  }

  it('are confirmed once enough of them have it', async () => {
    const terms = { replicas: 1, waitMs: 1000 }
    await keep(new RedisSubscriptionStore(address(), terms)).save(SUBSCRIPTION)
    await keep(new RedisIncidentStore(address(), null, { terms })).save([makeIncident('A')])
    const heir = new Redis(replica.port, '127.0.0.1')
    expect(await heir.exists('camera-check:subscription')).toBe(1)
    heir.disconnect()
  })

  it('fail with a code of their own when one hangs, and do not when none is asked for', async () => {
    replica.signal('SIGSTOP')
    const terms = { replicas: 1, waitMs: 100 }
    await redis.set('y', '1')
    await expect(confirmWrite(redis, terms)).rejects.toMatchObject({ code: 'store/not-replicated' })
    await expect(confirmWrite(redis, PRIMARY_ALONE)).resolves.toBeUndefined()
    const subscriptions = keep(new RedisSubscriptionStore(address(), terms))
    await expect(subscriptions.save(SUBSCRIPTION)).rejects.toMatchObject({ code: 'store/not-replicated' })
    const incidents = keep(new RedisIncidentStore(address(), null, { terms }))
    await expect(incidents.save([makeIncident('B')])).rejects.toMatchObject({ code: 'store/not-replicated' })
  })

  it('fail when a command inside their transaction did', async () => {
    await redis.set('camera-check:{incidents}:audit', 'no hash')
    const store = keep(new RedisIncidentStore(address()))
    const entry = { id: 'A', atMs: 1, by: 'x', action: 'note', stream: null, change: {} }
    await expect(store.addAudit(entry)).rejects.toMatchObject({ code: 'incident/store-failed' })
  })
})
