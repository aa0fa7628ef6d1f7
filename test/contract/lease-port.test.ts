import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RedisAddress } from '../../src/clients/redis-address.ts'
import { MemoryLease, MemoryLeaseServer } from '../../src/fleet/adapters/memory-lease.ts'
import { RedisLease } from '../../src/fleet/adapters/redis-lease.ts'
import { FENCE_CHECK, fenceArguments } from '../../src/fleet/fence-script.ts'
import type { FleetChange, LeasePort } from '../../src/fleet/lease-port.ts'
import type { Fence } from '../../src/model/fence.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'

const TTL_MS = 600
const CARD = { id: 'one', url: 'http://one:1', capacity: 4, version: '1.2.3' }
const OTHER = { ...CARD, id: '二 "b"\n', url: 'http://two:1' }
const VITALS = { load: 0.25, epoch: 7, cameras: 31 }

interface Fixture {
  readonly open: () => LeasePort
  /** Lets so much of the store's time pass. */
  readonly pass: (ms: number) => Promise<void>
  readonly nowMs: () => Promise<number>
  readonly holds: (fence: Fence) => Promise<boolean>
  readonly loseEverything: () => Promise<void>
  readonly clear: () => Promise<unknown>
}

function holdsToContract(fixture: () => Fixture): void {
  let lease: LeasePort
  let other: LeasePort
  let told: FleetChange[]
  const toldUntil = async (isEnough: (told: readonly FleetChange[]) => boolean) => {
    for (let i = 0; i < 500 && !isEnough(told); i++) await sleep(2)
    expect(isEnough(told)).toBe(true)
  }
  const join = (port: LeasePort, session: string, previous: string | null = null) =>
    port.join({ session, previous, card: port === lease ? CARD : OTHER, vitals: VITALS })
  const renew = (session: string, seenRevision = 0, wantVitals = false) =>
    lease.renew({ session, vitals: VITALS, seenRevision, wantVitals, sentByMs: Number.MAX_SAFE_INTEGER })

  beforeEach(async () => {
    lease = fixture().open()
    other = fixture().open()
    told = []
    let isListening = () => {}
    const listening = new Promise<void>(resolve => {
      isListening = resolve
      // A store without connections has none to open again.
      if (lease instanceof MemoryLease) resolve()
    })
    await lease.open({ changed: change => void told.push(change), reconnected: () => isListening() })
    await other.open({ changed: () => {}, reconnected: () => {} })
    await listening
  })
  afterEach(async () => {
    await lease.close()
    await other.close()
    await fixture().clear()
  })

  it('gives the state to whoever joins, and tells the others', async () => {
    const first = await join(lease, 'a')
    expect(first?.state?.members).toEqual([{ session: 'a', sinceMs: expect.any(Number), card: CARD }])
    expect(first).toMatchObject({ nextExpiryInMs: null, vitals: null, state: { owners: [], moves: new Map() } })
    const claimed = await lease.claim('a', [3, 1000], 0)
    const second = await join(other, 'b')
    expect(second?.state?.members.map(({ card }) => card.id).sort()).toEqual([CARD.id, OTHER.id])
    expect(second?.state?.owners).toEqual(expect.arrayContaining([...(claimed?.fences ?? [])]))
    expect(second?.nextExpiryInMs).toBeGreaterThan(0)
    expect(second?.nextExpiryInMs).toBeLessThanOrEqual(TTL_MS)
    await toldUntil(all => all.length === 3)
    expect(told[0]).toMatchObject({ from: 0, joined: [{ session: 'a', card: CARD }] })
    expect(told[1]).toMatchObject({ from: told[0]?.to, to: claimed?.revision, owned: claimed?.fences, joined: [] })
    expect(told[2]).toMatchObject({ from: told[1]?.to, joined: [{ session: 'b', card: OTHER }], gone: [] })
  })

  it('knows one session by one name', async () => {
    await join(lease, 'a')
    expect(await join(other, 'a')).toBeNull()
  })

  it('sends the state only to those who do not know it, and vitals to those who ask', async () => {
    const joined = await join(lease, 'a')
    expect(await renew('a', joined?.revision)).toMatchObject({ revision: joined?.revision, state: null, vitals: null })
    expect((await renew('a', (joined?.revision ?? 0) - 1))?.state?.members).toHaveLength(1)
    expect((await renew('a', joined?.revision, true))?.vitals).toEqual(new Map([['a', VITALS]]))
  })

  it('keeps a session that is renewed, and never brings back one that has expired', async () => {
    await join(lease, 'a')
    for (let i = 0; i < 3; i++) {
      await fixture().pass(TTL_MS / 2)
      expect(await renew('a')).not.toBeNull()
    }
    await fixture().pass(TTL_MS + 1)
    expect(await renew('a')).toBeNull()
    expect(await renew('a')).toBeNull()
    expect(await lease.claim('a', [1], 0)).toBeNull()
    expect(await lease.move('a', new Map([[1, 'x']]))).toBe(false)
    await toldUntil(all => all.at(-1)?.gone[0] === 'a')
  })

  it('counts a lease from when its renewal was sent, if that comes late, and makes none shorter', async () => {
    const joined = await join(lease, 'a')
    const sentByMs = joined?.nowMs ?? 0
    await fixture().pass(TTL_MS / 2)
    const late = await lease.renew({ session: 'a', vitals: VITALS, seenRevision: 0, wantVitals: false, sentByMs })
    expect(late?.nowMs).toBeGreaterThanOrEqual(sentByMs + TTL_MS / 2)
    expect(await renew('a')).not.toBeNull()
    const older = { session: 'a', vitals: VITALS, seenRevision: 0, wantVitals: false, sentByMs: 0 }
    expect(await lease.renew(older)).not.toBeNull()
    await fixture().pass(TTL_MS / 2)
    expect(await lease.renew({ ...older, sentByMs: sentByMs + TTL_MS / 4 })).not.toBeNull()
    // Half of the lease has gone by since the last renewal that was in time.
    await fixture().pass(TTL_MS / 2 + 1)
    expect(await renew('a')).toBeNull()
  })

  it('gives a slot to one only, with growing tokens, and frees it with its session', async () => {
    await join(lease, 'a')
    const first = await lease.claim('a', [5, 6], 0)
    await fixture().pass(TTL_MS / 2)
    await join(other, 'b')
    expect(await other.claim('b', [5, 6], 0)).toEqual({ revision: expect.any(Number), fences: [] })
    expect(await lease.claim('a', [5], 0)).toEqual({ revision: expect.any(Number), fences: [] })
    await fixture().pass(TTL_MS / 2 + 1)
    const second = await other.claim('b', [5, 6], 0)
    expect(second?.fences.map(({ slot, session }) => [slot, session])).toEqual([
      [5, 'b'],
      [6, 'b']
    ])
    const tokens = [...(first?.fences ?? []), ...(second?.fences ?? [])].map(({ token }) => token)
    expect(tokens).toEqual([...new Set(tokens)].sort((one, two) => one - two))
  })

  it('lets the holder of the very claim write, while its session lives', async () => {
    await join(lease, 'a')
    const [fence] = (await lease.claim('a', [9], 0))?.fences ?? []
    if (fence === undefined) throw new Error('Nothing was claimed')
    expect(await fixture().holds(fence)).toBe(true)
    expect(await fixture().holds({ ...fence, token: fence.token - 1 })).toBe(false)
    expect(await fixture().holds({ ...fence, session: 'b' })).toBe(false)
    expect(await fixture().holds({ ...fence, slot: 8 })).toBe(false)
    await fixture().pass(TTL_MS + 1)
    // Nobody has looked yet: it is the time that counts, and not that somebody noticed.
    expect(await fixture().holds(fence)).toBe(false)
  })

  it('takes slots back from their owner alone', async () => {
    await join(lease, 'a')
    await join(other, 'b')
    const [fence] = (await lease.claim('a', [7], 0))?.fences ?? []
    if (fence === undefined) throw new Error('Nothing was claimed')
    await other.release([
      { ...fence, session: 'b' },
      { ...fence, token: fence.token + 1 }
    ])
    expect(await fixture().holds(fence)).toBe(true)
    await lease.release([fence])
    expect(await fixture().holds(fence)).toBe(false)
    await toldUntil(all => all.at(-1)?.freed[0] === 7)
    expect((await other.claim('b', [7], 0))?.fences[0]?.token).toBeGreaterThan(fence.token)
  })

  it('frees everything of a member that leaves, or begins anew', async () => {
    await join(lease, 'a')
    await lease.claim('a', [1, 2], 0)
    await join(lease, 'a2', 'a')
    expect((await lease.claim('a2', [1, 2], 0))?.fences).toHaveLength(2)
    await lease.leave('a2')
    await toldUntil(all => all.at(-1)?.gone[0] === 'a2')
    expect(await renew('a2')).toBeNull()
    await join(other, 'b')
    expect((await other.claim('b', [1, 2], 0))?.fences).toHaveLength(2)
  })

  it('lets the owner of slot 0 alone move slots', async () => {
    await join(lease, 'a')
    await join(other, 'b')
    expect(await lease.move('a', new Map([[4, CARD.id]]))).toBe(false)
    await lease.claim('a', [0], 0)
    expect(await other.move('b', new Map([[4, OTHER.id]]))).toBe(false)
    expect(
      await lease.move(
        'a',
        new Map<number, string | null>([
          [4, OTHER.id],
          [5, 'x'],
          [6, null]
        ])
      )
    ).toBe(true)
    expect((await renew('a'))?.state?.moves).toEqual(
      new Map([
        [4, OTHER.id],
        [5, 'x']
      ])
    )
    await lease.move('a', new Map([[5, null]]))
    await toldUntil(all => all.at(-1)?.moved[0]?.[0] === 5)
    expect(told.at(-2)?.moved).toEqual([
      [4, OTHER.id],
      [5, 'x'],
      [6, null]
    ])
    expect(told.at(-1)?.moved).toEqual([[5, null]])
  })

  it('does not repeat a revision or a token after everything was lost', async () => {
    const before = await join(lease, 'a')
    const claimed = await lease.claim(
      'a',
      Array.from({ length: 1000 }, (_, slot) => slot),
      0
    )
    const floor = Math.max(...(claimed?.fences ?? []).map(({ token }) => token))
    await fixture().loseEverything()
    expect(await renew('a')).toBeNull()
    await fixture().pass(5)
    expect((await join(lease, 'a3'))?.revision).toBeGreaterThan(before?.revision ?? 0)
    expect((await lease.claim('a3', [0], floor))?.fences[0]?.token).toBeGreaterThan(floor)
    expect((await lease.claim('a3', [1], 0))?.fences[0]?.token).toBeGreaterThanOrEqual((await fixture().nowMs()) - 1000)
  })
}

describe('leases in memory', () => {
  let nowMs: number
  let server: MemoryLeaseServer
  beforeEach(() => {
    nowMs = 1_750_000_000_000
    server = new MemoryLeaseServer(TTL_MS, () => nowMs)
  })
  holdsToContract(() => ({
    open: () => new MemoryLease(server),
    pass: async ms => {
      nowMs += ms
    },
    nowMs: async () => nowMs,
    holds: async fence => server.holds(fence),
    loseEverything: async () => server.loseEverything(),
    clear: async () => {}
  }))
})

describeWithRedis('leases in Redis', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address: RedisAddress = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.leasePort,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.leasePort, lazyConnect: true })
  holdsToContract(() => ({
    open: () => new RedisLease(address, TTL_MS, 2000),
    pass: ms => sleep(ms),
    nowMs: async () => Number((await redis.time())[0]) * 1000,
    holds: async fence =>
      (await redis.eval(
        `${FENCE_CHECK} return holds(ARGV[1], ARGV[2], ARGV[3]) and 1 or 0`,
        0,
        ...fenceArguments(fence)
      )) === 1,
    loseEverything: async () => void (await redis.flushdb()),
    clear: () => redis.flushdb()
  }))

  it('holds without a fence, for a service without a fleet', async () => {
    const script = `${FENCE_CHECK} return holds(ARGV[1], ARGV[2], ARGV[3]) and 1 or 0`
    expect(await redis.eval(script, 0, ...fenceArguments(null))).toBe(1)
  })

  it('opens connections again that hang, also the one on which it only listens', async () => {
    const proxy = await TcpProxy.start(hostname, Number(port))
    const lease = new RedisLease({ ...address, host: proxy.host, port: proxy.port }, TTL_MS, 100)
    let connections = 0
    const told: FleetChange[] = []
    await lease.open({ changed: change => void told.push(change), reconnected: () => void connections++ })
    const renew = () => lease.renew({ session: 'a', vitals: VITALS, seenRevision: 0, wantVitals: false, sentByMs: 0 })
    await expect.poll(() => connections).toBe(1)
    proxy.pause()
    for (let i = 0; i < 4; i++) await expect(renew()).rejects.toMatchObject({ code: 'fleet/store-failed' })
    // The two at first, and each once more while the network still hangs.
    await expect.poll(() => proxy.accepted, { timeout: 5000 }).toBeGreaterThan(3)
    await proxy.resume()
    await expect.poll(() => connections, { timeout: 5000 }).toBe(2)
    const join = () => lease.join({ session: 'a', previous: null, card: CARD, vitals: VITALS })
    await expect.poll(() => join().then(Boolean, () => false), { timeout: 5000 }).toBe(true)
    await expect.poll(() => told.length).toBe(1)
    await lease.close()
    await proxy.close()
  })

  it('says that Redis cannot be reached', async () => {
    const lease = new RedisLease({ ...address, port: 1 }, TTL_MS, 100)
    await lease.open({ changed: () => {}, reconnected: () => {} })
    await expect(lease.claim('a', [1], 0)).rejects.toMatchObject({ code: 'fleet/store-failed' })
    await lease.close()
  })
})
