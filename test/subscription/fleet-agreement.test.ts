import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MemberInfo } from '../../src/fleet/member-info.ts'
import { FleetAgreement } from '../../src/fleet-agreement.ts'
import { silentLog } from '../../src/lib/log.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { RedisSharedSubscription } from '../../src/subscription/adapters/redis-shared-subscription.ts'
import type { StoredSubscription } from '../../src/subscription/subscription-store.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'

const KEY = 'camera-check:subscription'
const SOON = { timeout: 5000, interval: 10 }
const cameras = ['a', 'b'].map(stream => ({ stream, settings: DEFAULT_CAMERA_SETTINGS }))

describe('members that carry out a subscription', () => {
  const log: object[] = []
  let epochs: number[]
  let owned: Set<string>
  let refreshes: number

  const member = (epoch: number, i: number): MemberInfo => ({
    id: `member-${i}`,
    session: String(i),
    url: '',
    capacity: 1,
    load: 0,
    version: '1',
    epoch,
    sinceMs: 0,
    cameras: 0
  })
  const agreement = () =>
    new FleetAgreement({
      store: { replace: async change => change(null) },
      fleet: {
        members: () => epochs.map(member),
        ownerOf: stream => (owned.has(stream) ? member(0, 0) : null),
        announce: async () => undefined,
        refresh: async () => void refreshes++
      },
      log: { ...silentLog, warn: fields => void log.push(fields) }
    })

  beforeEach(() => {
    vi.useFakeTimers()
    log.length = 0
    epochs = [3, 3]
    owned = new Set(['a', 'b'])
    refreshes = 0
  })
  afterEach(() => vi.useRealTimers())

  it('are not waited for when all have', async () => {
    await agreement().carriedOut({ running: true, epoch: 3, cameras })
    expect([refreshes, log]).toEqual([0, []])
  })

  it('are waited for until the last one has, and every camera has its member', async () => {
    epochs = [3, 2]
    owned.delete('b')
    let isDone = false
    const done = agreement()
      .carriedOut({ running: true, epoch: 3, cameras })
      .then(() => {
        isDone = true
      })
    await vi.advanceTimersByTimeAsync(1000)
    epochs = [3, 3]
    await vi.advanceTimersByTimeAsync(1000)
    expect(isDone).toBe(false)
    owned.add('b')
    await vi.advanceTimersByTimeAsync(200)
    await done
    expect(log).toEqual([])
  })

  it('are named when they are late', async () => {
    epochs = [3, 2]
    const done = agreement().carriedOut({ running: true, epoch: 3, cameras })
    await vi.advanceTimersByTimeAsync(6000)
    await done
    expect(log).toEqual([{ epoch: 3, late: ['member-1'], camerasWithoutMember: 0 }])
  })
})

describeWithRedis('a subscription that members share', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.fleetAgreement,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.fleetAgreement })
  const open: RedisSharedSubscription[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map(store => store.close()))
    await redis.flushdb()
  })
  afterAll(() => redis.disconnect())

  function member(onChange: () => void = () => undefined): RedisSharedSubscription {
    const store = new RedisSharedSubscription(address, onChange)
    open.push(store)
    return store
  }
  const next = (newest: StoredSubscription | null): StoredSubscription => ({
    running: true,
    epoch: (newest?.epoch ?? 0) + 1,
    cameras
  })

  it('counts every change of every member once, however many change it at once', async () => {
    const members = Array.from({ length: 5 }, () => member())
    const results = await Promise.all([0, 1].flatMap(() => members.map(store => store.replace(next))))
    expect(results.map(result => result?.epoch).sort((one, other) => one! - other!)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ])
    expect((await members[0]!.load())?.epoch).toBe(10)
  })

  it('is told to the others', async () => {
    const hear = vi.fn()
    const other = member(hear)
    await other.load()
    await vi.waitFor(() => expect(hear).toHaveBeenCalledTimes(1), SOON)
    await member().replace(next)
    await vi.waitFor(() => expect(hear).toHaveBeenCalledTimes(2), SOON)
    expect(await other.load()).toEqual({ running: true, epoch: 1, cameras })
  })

  it('stays as it is when there is nothing to change', async () => {
    const store = member()
    await store.replace(next)
    expect(await store.replace(() => null)).toBeNull()
    expect((await store.load())?.epoch).toBe(1)
  })

  it('is refused when what lies in its place is no subscription', async () => {
    await redis.set(KEY, 'garbage')
    await expect(member().replace(next)).rejects.toMatchObject({ code: 'subscription/store-failed' })
    await redis.del(KEY)
    await redis.rpush(KEY, 'a')
    await expect(member().load()).rejects.toMatchObject({ code: 'subscription/store-failed' })
  })

  it('comes back to a Redis that lost it, and never over a newer one', async () => {
    const store = member()
    await store.replace(next)
    const drop = async () => {
      const clients = String(await redis.client('LIST'))
      const own = clients
        .split('\n')
        .filter(
          line => / name=camera-check:subscription /.test(line) && line.includes(` db=${DATABASE.fleetAgreement} `)
        )
      for (const line of own) await redis.client('KILL', 'ID', /id=(\d+)/.exec(line)![1]!)
    }
    await redis.del(KEY)
    await drop()
    await vi.waitFor(async () => expect(await redis.exists(KEY)).toBe(1), SOON)
    await redis.set(KEY, JSON.stringify({ version: 1, running: false, epoch: 9, cameras: [] }))
    await drop()
    // Its command behind the one that might put the old one back.
    await vi.waitFor(async () => expect((await store.load())?.epoch).toBe(9), SOON)
  })
})
