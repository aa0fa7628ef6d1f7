import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RedisAddress } from '../../../src/clients/redis-address.ts'
import { RedisLease } from '../../../src/fleet/adapters/redis-lease.ts'
import { FleetMember } from '../../../src/fleet/fleet-member.ts'
import type { MemberVitals } from '../../../src/fleet/member-info.ts'
import { processTime } from '../../../src/fleet/process-time.ts'
import { SLOTS } from '../../../src/fleet/slot.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { Fence } from '../../../src/model/fence.ts'
import { describeWithRedis } from '../../servers/need.ts'
import { DATABASE } from '../../servers/redis-databases.ts'
import { TcpProxy } from '../../servers/tcp-proxy.ts'

const TTL_MS = 2000
const RENEW_MS = 500

interface Watcher {
  readonly member: FleetMember
  readonly proxy: TcpProxy
  readonly watched: Set<number>
  readonly vitals: { -readonly [Name in keyof MemberVitals]: MemberVitals[Name] }
}

describeWithRedis('a fleet over a real Redis', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.redisFleet, lazyConnect: true })
  const all: Watcher[] = []

  async function start(id: string): Promise<Watcher> {
    const proxy = await TcpProxy.start(hostname, Number(port))
    const address: RedisAddress = {
      host: proxy.host,
      port: proxy.port,
      username: null,
      password: null,
      db: DATABASE.redisFleet,
      tls: false
    }
    const watched = new Set<number>()
    const vitals = { load: 0.5, epoch: 1, cameras: 0 }
    const drop = (fences: readonly Fence[]) => fences.forEach(({ slot }) => void watched.delete(slot))
    const member = new FleetMember({
      card: { id, url: `http://${id}:7000`, capacity: 2, version: '1.0.0' },
      vitals: () => vitals,
      hooks: {
        take: async fences => fences.forEach(({ slot }) => void watched.add(slot)),
        handOver: async fences => drop(fences),
        lose: drop,
        changed: () => {}
      },
      lease: new RedisLease(address, TTL_MS, 400),
      time: processTime,
      log: silentLog,
      leaseTtlMs: TTL_MS,
      leaseRenewMs: RENEW_MS,
      newSession: () => crypto.randomUUID()
    })
    const watcher = { member, proxy, watched, vitals }
    all.push(watcher)
    await member.start()
    return watcher
  }

  /** Slots by how many watch them, without those that are cut off. */
  const watching = () => all.reduce((sum, { watched }) => sum + watched.size, 0)
  const until = (isTrue: () => boolean, withinMs = 8000) =>
    expect.poll(isTrue, { timeout: withinMs, interval: 10 }).toBe(true)

  beforeEach(() => redis.flushdb())
  afterEach(async () => {
    for (const { member, proxy } of all.splice(0)) {
      await proxy.resume()
      await member.close()
      await proxy.close()
    }
    await redis.flushdb()
  })

  it('shares, hands over to those that join and from those that leave, and knows the others', async () => {
    const one = await start('one')
    await until(() => one.watched.size === SLOTS)
    const two = await start('two')
    await until(() => two.watched.size > 400 && watching() === SLOTS)
    expect(one.member.members().map(({ id }) => id)).toEqual(['one', 'two'])
    const stream = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].find(name => one.member.fenceOf(name) === null) ?? ''
    // It hears of that a moment after it has given the slots back.
    await until(() => one.member.ownerOf(stream)?.url === 'http://two:7000')
    expect(two.member.fenceOf(stream)?.session).toBe(two.member.self.session)
    two.vitals.epoch = 2
    await two.member.announce()
    await one.member.refresh()
    expect(one.member.members().map(({ epoch }) => epoch)).toEqual([1, 2])
    await two.member.close()
    await until(() => one.watched.size === SLOTS, 500)
  })

  it('is taken over when it is cut off, stops before that, and comes back', async () => {
    const one = await start('one')
    const two = await start('two')
    await until(() => two.watched.size > 400 && watching() === SLOTS)
    let mostWatching = 0
    two.proxy.pause()
    await until(() => {
      mostWatching = Math.max(mostWatching, watching())
      return one.watched.size === SLOTS
    })
    expect(mostWatching).toBe(SLOTS)
    expect(two.watched.size).toBe(0)
    expect(one.member.counts.takeovers).toBeGreaterThan(400)
    await two.proxy.resume()
    await until(() => two.watched.size > 400 && watching() === SLOTS)
  })

  it('begins anew when Redis has lost everything', async () => {
    const one = await start('one')
    const two = await start('two')
    await until(() => two.watched.size > 400 && watching() === SLOTS)
    const fence = two.member.fenceOfSlot([...two.watched][0] ?? -1)
    await redis.flushdb()
    await until(() => one.member.counts.lost > 0 && two.member.counts.lost > 0)
    await until(() => watching() === SLOTS)
    const tokens = Object.values(await redis.hgetall('camera-check:fleet:owners')).map(owner =>
      Number(owner.split(':')[1])
    )
    expect(tokens).toHaveLength(SLOTS)
    expect(Math.min(...tokens)).toBeGreaterThan(fence?.token ?? Number.POSITIVE_INFINITY)
  })
})
