import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cursorKeyOf } from '../../src/clients/cursor-key.ts'
import { FLEET_EVENTS, fleetChannel } from '../../src/clients/fleet-names.ts'
import { RedisLease } from '../../src/fleet/adapters/redis-lease.ts'
import { slotOf } from '../../src/fleet/slot.ts'
import type { Fence } from '../../src/model/fence.ts'
import { eventFromText } from '../../src/overview/event-text.ts'
import { RedisCursorStore } from '../../src/pipeline/capture/adapters/redis-cursor-store.ts'
import { RedisSceneMemoryStore } from '../../src/pipeline/detect/adapters/redis-scene-memory-store.ts'
import { RedisIncidentStore } from '../../src/pipeline/incidents/adapters/redis-incident-store.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'

const TTL_MS = 60_000
const CARD = { id: 'one', url: 'http://127.0.0.1:1', capacity: 1, version: '1' }
const VITALS = { load: 0, epoch: 0, cameras: 0 }
const STREAM = 'gate-1'
const SLOT = slotOf(STREAM)

describeWithRedis('writes with a fence', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.fencedWrites,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.fencedWrites })
  const scenes = new RedisSceneMemoryStore(address, 'fence-scenes', TTL_MS)
  const cursors = new RedisCursorStore(address, 'fence-cursors', TTL_MS)
  const incidents = new RedisIncidentStore(address, null, { origin: 'run "1"' })
  let lease: RedisLease
  let fence: Fence

  async function claimAs(session: string): Promise<Fence> {
    await lease.join({ session, previous: null, card: { ...CARD, id: session }, vitals: VITALS })
    const answer = await lease.claim(session, [SLOT], 0)
    return answer!.fences[0]!
  }
  const save = (cursor: string) =>
    cursors.save([{ slot: SLOT, fence, moved: new Map([[STREAM, cursor]]), gone: ['left'] }])

  beforeEach(async () => {
    await redis.flushdb()
    lease = new RedisLease(address, TTL_MS, 2000)
    await lease.open({ changed: () => undefined, reconnected: () => undefined })
    fence = await claimAs('one')
  })
  afterEach(() => lease.close())
  afterAll(async () => {
    await redis.flushdb()
    redis.disconnect()
    await Promise.all([scenes.close(), cursors.close(), incidents.close()])
  })

  it('take effect while the slot is held', async () => {
    await redis.hset(cursorKeyOf(SLOT), 'left', '9-9')
    expect(await save('5-1')).toEqual([])
    await scenes.save(STREAM, Uint8Array.of(1, 2), { fence, cursor: '6-1' })
    expect(await incidents.saveFenced([{ incident: makeIncident('A'), fence }])).toEqual([])
    expect(await cursors.load([SLOT, SLOT + 1])).toEqual(new Map([[STREAM, '6-1']]))
    expect(await redis.pttl(cursorKeyOf(SLOT))).toBeGreaterThan(TTL_MS - 10_000)
    expect([...(await scenes.load(STREAM))!]).toEqual([1, 2])
    expect((await incidents.get('A'))?.id).toBe('A')
  })

  it.each([
    ['another member holds the slot', () => lease.release([fence]).then(() => claimAs('two'))],
    ['the session has ended', () => lease.leave('one')],
    ['the session has expired', () => redis.zadd('camera-check:fleet:sessions', 1, 'one')],
    ['Redis has lost the leases', () => redis.del('camera-check:fleet:owners')]
  ])('have no effect once %s', async (_name, happens) => {
    await save('5-1')
    await scenes.save(STREAM, Uint8Array.of(1), { fence, cursor: null })
    await incidents.saveFenced([{ incident: makeIncident('A'), fence }])
    await happens()
    expect(await save('7-1')).toEqual([SLOT])
    const scene = scenes.save(STREAM, Uint8Array.of(2), { fence, cursor: '7-1' })
    await expect(scene).rejects.toMatchObject({ code: 'fleet/fenced', stream: STREAM })
    const changed = [makeIncident('A', { severity: 0.9 }), makeIncident('B')]
    expect(await incidents.saveFenced(changed.map(incident => ({ incident, fence })))).toEqual(['A', 'B'])
    expect(await cursors.load([SLOT])).toEqual(new Map([[STREAM, '5-1']]))
    expect([...(await scenes.load(STREAM))!]).toEqual([1])
    expect((await incidents.get('A'))?.severity).toBe(0.5)
    expect(await incidents.get('B')).toBeNull()
    expect(await incidents.count()).toEqual({ total: 1, open: 1 })
  })

  it('are refused one by one: those of a slot that is held are written', async () => {
    const lost: Fence = { ...fence, token: fence.token - 1 }
    const writes = [
      { incident: makeIncident('A'), fence: lost },
      { incident: makeIncident('B'), fence },
      { incident: makeIncident('C'), fence: null }
    ]
    expect(await incidents.saveFenced(writes)).toEqual(['A'])
    expect((await incidents.list({}, { cursor: null, limit: 9 })).items.map(({ id }) => id)).toEqual(['C', 'B'])
    const moved = new Map([[STREAM, '8-1']])
    const both = [
      { slot: SLOT, fence: lost, moved, gone: [] },
      { slot: SLOT + 1, fence: null, moved, gone: [] }
    ]
    expect(await cursors.save(both)).toEqual([SLOT])
  })

  it('tell the fleet of an incident in the same step, each change once, and nothing of what is refused', async () => {
    const listening = redis.duplicate()
    const messages: unknown[] = []
    listening.on('message', (_channel, text) => messages.push(JSON.parse(text)))
    await listening.subscribe(fleetChannel('incidents', DATABASE.fencedWrites))
    const lost: Fence = { ...fence, token: fence.token - 1 }
    const opened = { what: 'opened', number: 1 } as const
    const [first, last] = [makeIncident('A', { stream: '门口 "1"' }), makeIncident('A', { state: 'closed' })]
    await incidents.saveFenced([
      { incident: first, fence, told: [opened] },
      { incident: makeIncident('B'), fence: lost, told: [{ what: 'opened', number: 2 }] },
      { incident: makeIncident('C'), fence, told: [] }
    ])
    // Its answer was lost: it is written again, and with it what has changed since.
    await incidents.saveFenced([{ incident: first, fence, told: [opened] }])
    const all = [opened, { what: 'updated', number: 3 }, { what: 'closed', number: 4 }] as const
    await incidents.saveFenced([{ incident: last, fence, told: all }])
    const entries = await redis.xrange(FLEET_EVENTS, '-', '+')
    expect(entries.map(([, [, number]]) => number)).toEqual(['1', '2', '3'])
    const events = entries.map(([, [, , , text = '']]) => eventFromText(text))
    expect(events).toMatchObject([
      { what: 'event', event: { type: 'incident-opened', incident: first } },
      { what: 'event', event: { type: 'incident-updated', incident: last } },
      { what: 'event', event: { type: 'incident-closed', incident: last } }
    ])
    for (const event of events) expect(Math.abs((event as { atMs: number }).atMs - Date.now())).toBeLessThan(60_000)
    await vi.waitFor(() => expect(messages).toHaveLength(3))
    expect(messages[0]).toEqual(['run "1"', 'opened', first])
    // The next owner counts from anew.
    await lease.release([fence])
    const next = await claimAs('two')
    await incidents.saveFenced([{ incident: first, fence: next, told: [opened] }])
    expect(await redis.xlen(FLEET_EVENTS)).toBe(4)
    expect(await redis.hlen('camera-check:{incidents}:told')).toBe(1)
    await incidents.saveFenced([{ incident: makeIncident('A', { state: 'closed', closedAtMs: 1 }), fence: next }])
    await incidents.removeOld(Number.MAX_SAFE_INTEGER / 4096, 0, 10)
    expect(await redis.hlen('camera-check:{incidents}:told')).toBe(0)
    listening.disconnect()
  })

  it('keep what frames were judged by while their fence holds', async () => {
    const lost: Fence = { ...fence, token: fence.token - 1 }
    const of = (stream: string, by: Fence) => ({ stream, toMs: Date.now(), bytes: Uint8Array.of(1), fence: by })
    await incidents.saveEvidence([of('a', lost), of('b', fence)], 0)
    expect(await incidents.evidence('a')).toEqual([])
    expect(await incidents.evidence('b')).toHaveLength(1)
  })

  it('keep what several members count of one hour side by side, and the points of each slot by themselves', async () => {
    const one = new RedisIncidentStore(address, 'one')
    const two = new RedisIncidentStore(address, 'two')
    await incidents.saveHour(3_600_000, { spans: [[0, 10]], cameras: { a: [10, 0, 0] } })
    await one.saveHour(3_600_000, { spans: [[5, 20]], cameras: { a: [15, 1, 0], b: [3590, 0, 0] } })
    await two.saveHour(3_600_000, { spans: [[40, 50]], cameras: { b: [100, 0, 2] } })
    const all = {
      spans: [
        [0, 20],
        [40, 50]
      ],
      cameras: { a: [25, 1, 0], b: [3600, 0, 2] }
    }
    expect(await two.hours(0, 9_000_000)).toEqual(new Map([[3_600_000, all]]))
    expect((await two.hours(0, 9_000_000, 'own')).get(3_600_000)?.cameras).toEqual({ b: [100, 0, 2] })
    expect((await two.hours(0, 9_000_000, 'others')).get(3_600_000)?.cameras.b).toEqual([3590, 0, 0])
    const batch = (stream: string) => ({ streams: [stream], times: [1], lengths: [600], steps: Uint16Array.of(1, 2) })
    await one.saveMeasures(1000, batch('a'), 3)
    await two.saveMeasures(2000, batch('b'), 4)
    expect(await one.measures(0, [4])).toEqual([batch('b')])
    expect(await one.measures(0, [4, 3])).toEqual([batch('a'), batch('b')])
    await one.removeOldMeasures(5000, [3])
    expect(await two.measures(0, [3, 4])).toEqual([batch('b')])
    await two.removeOldHours(9_000_000)
    expect((await one.hours(0, 9_000_000)).size).toBe(0)
    await Promise.all([one.close(), two.close()])
  })
})
