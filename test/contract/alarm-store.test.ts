import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../src/model/audit-entry.ts'
import type { Delivery } from '../../src/model/alarm.ts'
import type { Incident, TimelineEntry } from '../../src/model/incident.ts'
import { LibsqlIncidentStore } from '../../src/pipeline/incidents/adapters/libsql-incident-store.ts'
import { RedisIncidentStore } from '../../src/pipeline/incidents/adapters/redis-incident-store.ts'
import { IncidentIds } from '../../src/pipeline/incidents/incident-id.ts'
import type { IncidentStore } from '../../src/pipeline/incidents/incident-store.ts'
import { makeDelivery } from '../alarms/make-alarm.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { describeWithRedis } from '../servers/need.ts'
import { addressOf } from '../servers/redis-address.ts'
import { DATABASE } from '../servers/redis-databases.ts'

interface Fixture {
  readonly open: () => IncidentStore
  readonly clear: () => Promise<unknown>
}

const ids = new IncidentIds(Math.random)
const step = (atMs: number, what: TimelineEntry['what']): TimelineEntry => ({
  atMs,
  what,
  by: null,
  en: what,
  zh: what
})
const entry = (): AuditEntry => ({
  id: ids.next(1),
  atMs: 1,
  by: 'me',
  action: 'alarm-target',
  stream: null,
  change: {}
})
const closed = (incident: Incident, atMs: number): Incident => ({
  ...incident,
  state: 'closed',
  closedAtMs: atMs,
  timeline: [...incident.timeline, step(atMs, 'closed')]
})

/** What every store of alarms must do. */
function holdsToContract(fixture: () => Fixture): void {
  let store: IncidentStore
  const waitingOf = async (target: string): Promise<readonly string[]> =>
    (await store.alarms.waiting(target, 100)).map(({ id }) => id)
  const deal = (deliveries: readonly Delivery[], most = 100) => store.alarms.dealOut([], deliveries, most, null)

  beforeEach(async () => {
    store = fixture().open()
    await store.open()
  })
  afterEach(async () => {
    await store.close()
    await fixture().clear()
  })

  it('has each step of an incident once, with the incident, in order, without its timeline', async () => {
    const one = makeIncident(ids.next(1000), { stream: '门 "1"\u0000' })
    await store.save([one])
    await store.save([{ ...one, severity: 0.6 }])
    await store.save([closed(one, 5000)])
    await store.save([closed(one, 5000)])
    const other = fixture().open()
    await other.open()
    const fresh = await other.alarms.fresh(10)
    expect(fresh.map(({ alarm }) => alarm.id)).toEqual([`${one.id}.opened.rs`, `${one.id}.closed.3uw`])
    expect(fresh.map(({ alarm }) => alarm.atMs)).toEqual([1000, 5000])
    expect(fresh[0]?.alarm.incident).toEqual({ ...one, timeline: [] })
    expect(fresh[1]?.alarm.incident.state).toBe('closed')
    await other.close()
  })

  it('tells again of an incident that came back, and of nothing that was told before a restart', async () => {
    const one = makeIncident(ids.next(1000))
    await store.save([closed(one, 5000)])
    await store.alarms.dealOut(
      (await store.alarms.fresh(10)).map(({ receipt }) => receipt),
      [],
      100,
      null
    )
    await store.close()
    store = fixture().open()
    await store.open()
    const back = { ...closed(one, 5000), state: 'open', closedAtMs: null } as const
    await store.save([{ ...back, timeline: [...back.timeline, step(7000, 'reopened')] }])
    expect((await store.alarms.fresh(10)).map(({ alarm }) => alarm.what)).toEqual(['reopened'])
  })

  it('deals out once, keeps order, and remembers who was told', async () => {
    const incident = ids.next(1000)
    const first = makeDelivery('a', { incident, atMs: 1000 })
    const second = makeDelivery('a', { incident, atMs: 2000, what: 'closed' })
    await store.save([makeIncident(incident)])
    const receipts = (await store.alarms.fresh(10)).map(({ receipt }) => receipt)
    await store.alarms.dealOut(receipts, [first, makeDelivery('b', { incident, atMs: 1000 })], 100, null)
    await deal([first, second])
    expect(await store.alarms.fresh(10)).toEqual([])
    expect(await waitingOf('a')).toEqual([first.id, second.id])
    expect(await store.alarms.waiting('a', 1)).toEqual([first])
    expect([...((await store.alarms.toldOf([incident, 'none'])).get(incident) ?? [])].sort()).toEqual(['a', 'b'])
  })

  it('leaves out what is too much for one target, says how many, and gives the others theirs', async () => {
    const many = Array.from({ length: 5 }, (_, i) => makeDelivery('a', { incident: `i${i}`, atMs: i }))
    expect(await deal([...many, makeDelivery('b', {})], 3)).toEqual(new Map([['a', 2]]))
    expect(await waitingOf('a')).toEqual(many.slice(0, 3).map(({ id }) => id))
    expect(await waitingOf('b')).toHaveLength(1)
  })

  it('keeps tries, ends and what was given up over a restart, and counts them', async () => {
    const [one, two, three] = ['x', 'y', 'z'].map((incident, i) => makeDelivery('a', { incident, atMs: 1000 + i })) as [
      Delivery,
      Delivery,
      Delivery
    ]
    await deal([one, two, three])
    expect((await store.alarms.counts(['a', 'none'])).get('a')).toEqual({
      waiting: 3,
      oldestMs: 1000,
      dead: 0,
      last: null
    })
    const tried = { ...one, attempts: 1, dueMs: 9000, lastError: 'Answered 500' }
    await store.alarms.settle({ how: 'later', delivery: tried, atMs: 2000 }, 10, null)
    await store.alarms.settle({ how: 'delivered', delivery: two, atMs: 3000 }, 10, null)
    const dead = { ...three, attempts: 4, lastError: 'Answered 404', diedAtMs: 4000 }
    await store.alarms.settle({ how: 'dead', delivery: dead, atMs: 4000 }, 10, null)
    await store.close()
    store = fixture().open()
    await store.open()
    expect(await store.alarms.waiting('a', 10)).toEqual([tried])
    expect(await store.alarms.dead(null, { cursor: null, limit: 10 })).toEqual({ items: [dead], next: null })
    expect((await store.alarms.counts(['a', 'none'])).get('none')).toEqual({
      waiting: 0,
      oldestMs: null,
      dead: 0,
      last: null
    })
    expect((await store.alarms.counts(['a'])).get('a')).toMatchObject({
      waiting: 1,
      dead: 1,
      last: { atMs: 4000, outcome: 'failed', alarm: three.alarm.id, error: 'Answered 404' }
    })
  })

  it('lists what was given up newest first, in pages, keeps so many, and brings it back or deletes it', async () => {
    const all = Array.from({ length: 6 }, (_, i) => makeDelivery('a', { incident: `i${i}`, atMs: i }))
    const other = makeDelivery('b', { incident: 'o' })
    await deal([...all, other])
    for (const [i, one] of [...all, other].entries()) {
      await store.alarms.settle({ how: 'dead', delivery: { ...one, diedAtMs: 10 + i }, atMs: 10 + i }, 4, null)
    }
    const page = await store.alarms.dead('a', { cursor: null, limit: 3 })
    expect(page.items.map(({ id }) => id)).toEqual([all[5]?.id, all[4]?.id, all[3]?.id])
    expect(await store.alarms.dead('a', { cursor: page.next, limit: 3 })).toMatchObject({
      items: [{ id: all[2]?.id }],
      next: null
    })
    expect((await store.alarms.dead(null, { cursor: null, limit: 50 })).items).toHaveLength(5)
    expect(await store.alarms.revive([all[5]?.id ?? '', all[4]?.id ?? '', all[0]?.id ?? ''], 99)).toBe(2)
    expect(await store.alarms.removeDead([all[3]?.id ?? '', all[5]?.id ?? '', 'none'])).toBe(1)
    const back = await store.alarms.waiting('a', 10)
    expect(back.map(({ id }) => id).sort()).toEqual([all[4]?.id, all[5]?.id].sort())
    expect(back[0]).toMatchObject({ attempts: 0, queuedMs: 99, dueMs: 99, diedAtMs: null })
  })

  it('keeps targets with who set them, and forgets all of one that is removed', async () => {
    await store.alarms.saveTarget('b', '{"name":"B"}', entry())
    await store.alarms.saveTarget('a', '{"name":"A"}', entry())
    await store.alarms.saveTarget('a', '{"name":"A2"}', entry())
    const [waiting, dead] = [makeDelivery('a', { incident: 'x' }), makeDelivery('a', { incident: 'y' })]
    await deal([waiting, dead])
    await store.alarms.settle({ how: 'dead', delivery: { ...dead, diedAtMs: 5 }, atMs: 5 }, 10, null)
    expect([...(await store.alarms.targets())]).toEqual([
      ['a', '{"name":"A2"}'],
      ['b', '{"name":"B"}']
    ])
    await store.alarms.removeTarget('a', entry())
    expect([...(await store.alarms.targets()).keys()]).toEqual(['b'])
    expect((await store.alarms.counts(['a'])).get('a')).toEqual({ waiting: 0, oldestMs: null, dead: 0, last: null })
    expect((await store.alarms.dead(null, { cursor: null, limit: 10 })).items).toEqual([])
    expect((await store.audit(null, { cursor: null, limit: 10 })).items).toHaveLength(4)
    // One that was under way when it went.
    await store.alarms.settle({ how: 'later', delivery: waiting, atMs: 6 }, 10, null)
    expect(await waitingOf('a')).toEqual([])
  })

  it('forgets with the incident what was told of it', async () => {
    const old = closed(makeIncident(ids.next(1000)), 2000)
    await store.save([old])
    await deal([makeDelivery('a', { incident: old.id })])
    await store.removeOld(Date.now(), 100, 100)
    expect((await store.alarms.toldOf([old.id])).size).toBe(0)
  })
}

describe('alarms in libsql', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-alarms-'))
  })
  holdsToContract(() => ({
    open: () => new LibsqlIncidentStore(folder),
    clear: () => rm(folder, { recursive: true, force: true })
  }))
})

describeWithRedis('alarms in Redis', url => {
  const address = addressOf(url, DATABASE.alarmStore)
  const clear = async (): Promise<void> => {
    const redis = new Redis({ host: address.host, port: address.port, db: address.db })
    await redis.flushdb()
    await redis.quit()
  }
  beforeEach(clear)
  holdsToContract(() => ({ open: () => new RedisIncidentStore(address), clear }))

  it('are not for a member to send that has lost the right to', async () => {
    const store = new RedisIncidentStore(address)
    await store.open()
    const fence = { slot: 0, session: 'gone', token: 1 }
    const delivery = makeDelivery('a', {})
    await expect(store.alarms.dealOut([], [delivery], 10, fence)).rejects.toMatchObject({ code: 'fleet/fenced' })
    expect(await store.alarms.waiting('a', 10)).toEqual([])
    await store.alarms.dealOut([], [delivery], 10, null)
    const settlement = { how: 'delivered', delivery, atMs: 1 } as const
    await expect(store.alarms.settle(settlement, 10, fence)).rejects.toMatchObject({ code: 'fleet/fenced' })
    expect(await store.alarms.waiting('a', 10)).toHaveLength(1)
    await store.close()
  })
})
