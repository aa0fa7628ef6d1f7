import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../src/model/audit-entry.ts'
import { EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import type { Incident, IncidentKind } from '../../src/model/incident.ts'
import { LibsqlIncidentStore } from '../../src/pipeline/incidents/adapters/libsql-incident-store.ts'
import { RedisIncidentStore } from '../../src/pipeline/incidents/adapters/redis-incident-store.ts'
import { IncidentIds } from '../../src/pipeline/incidents/incident-id.ts'
import type {
  IncidentFilter,
  IncidentStore,
  MeasureBatch,
  WatchedHour
} from '../../src/pipeline/incidents/incident-store.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'

interface Fixture {
  readonly open: () => IncidentStore
  readonly clear: () => Promise<unknown>
}

/** A maker for each: one maker's ids never go back in time. */
const newId = (atMs: number): string => new IncidentIds(Math.random).next(atMs)
/** An incident that was opened at a time, closed a minute later unless it is told otherwise. */
const at = (openedAtMs: number, fields: Partial<Incident> = {}): Incident =>
  makeIncident(newId(openedAtMs), {
    openedAtMs,
    lastSeenAtMs: openedAtMs,
    state: 'closed',
    closedAtMs: openedAtMs + 60_000,
    ...fields
  })
const HOSTILE_NAMES = [
  'a\u0000b',
  'a',
  "x' OR 1=1 --",
  '门/口',
  '{a}',
  '*',
  'constructor',
  '__proto__',
  'x'.repeat(3000)
]

/** What every incident store must do. */
function holdsToContract(fixture: () => Fixture): void {
  let store: IncidentStore
  const listed = async (filter: IncidentFilter, limit = 50): Promise<string[]> =>
    (await store.list(filter, { cursor: null, limit })).items.map(({ id }) => id)

  beforeEach(async () => {
    store = fixture().open()
    await store.open()
  })
  afterEach(async () => {
    await store.close()
    await fixture().clear()
  })

  it('has nothing at first', async () => {
    expect(await store.list({}, { cursor: null, limit: 10 })).toEqual({ items: [], next: null })
    expect(await store.get('01JZ7Q4R4W8N3H5K2M6P9T0VXY')).toBeNull()
    expect(await store.count()).toEqual({ total: 0, open: 0 })
    expect((await store.profiles()).size).toBe(0)
    expect(await store.current(0)).toEqual([])
  })

  it('gives back what was saved last, also to another process, and can be opened twice', async () => {
    const one = at(1_000_000, { note: 'it\'s \u0000 黑 "x"', groups: ['north', '南/区'] })
    await store.save([one, at(2_000_000)])
    await store.save([{ ...one, verdict: 'real' }])
    const other = fixture().open()
    await other.open()
    await other.open()
    expect(await other.get(one.id)).toEqual({ ...one, verdict: 'real' })
    expect(await other.count()).toEqual({ total: 2, open: 0 })
    await other.close()
  })

  it('counts what goes on of cameras, and not the incidents of groups and of the service', async () => {
    const going = { state: 'open', closedAtMs: null } as const
    const camera = at(1_000_000, going)
    const taken = at(2_000_000, { ...going, state: 'acknowledged' })
    const group = at(3_000_000, { ...going, stream: null, group: 'north' })
    const service = at(4_000_000, { ...going, stream: null, groups: [], kind: 'service', fault: null })
    await store.save([camera, taken, group, service])
    expect(await store.count()).toEqual({ total: 4, open: 2 })
    await store.save([{ ...camera, state: 'closed', closedAtMs: 5_000_000 }])
    expect(await store.count()).toEqual({ total: 4, open: 1 })
  })

  it('pages newest first, each incident once, while new ones come in', async () => {
    const all = Array.from({ length: 25 }, (_, i) => at(1_000_000 + i * 1000))
    await store.save(all)
    const newestFirst = all.map(({ id }) => id).reverse()
    const first = await store.list({}, { cursor: null, limit: 10 })
    await store.save([at(9_000_000)])
    const second = await store.list({}, { cursor: first.next, limit: 10 })
    const third = await store.list({}, { cursor: second.next, limit: 10 })
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(newestFirst)
    expect(third.next).toBeNull()
    expect((await store.list({}, { cursor: null, limit: 26 })).next).toBeNull()
  })

  it('filters by camera, group, kind, state, verdict and time, and by all of them together', async () => {
    const kinds: readonly IncidentKind[] = ['black', 'occluded', 'stream-gap']
    const all = Array.from({ length: 60 }, (_, i) =>
      at(1_000_000 + i * 1000, {
        stream: i % 5 === 0 ? null : `gate-${i % 5}`,
        groups: i % 2 === 0 ? ['north'] : ['south', 'all'],
        kind: kinds[i % 3] ?? 'black',
        ...(i % 4 === 0 ? { state: 'open' as const, closedAtMs: null } : {}),
        ...(i % 4 === 1 ? { state: 'acknowledged' as const, closedAtMs: null } : {}),
        verdict: i % 6 === 0 ? 'false-alarm' : null
      })
    )
    await store.save(all)
    const expected = (passes: (incident: Incident) => boolean): string[] =>
      all
        .filter(passes)
        .map(({ id }) => id)
        .reverse()
    expect(await listed({ streams: ['gate-1', 'gate-3'] }, 100)).toEqual(
      expected(({ stream }) => stream === 'gate-1' || stream === 'gate-3')
    )
    expect(await listed({ groups: ['all', 'south', 'none'] }, 100)).toEqual(
      expected(({ groups }) => groups.includes('south'))
    )
    expect(await listed({ kinds: ['black', 'stream-gap'] }, 100)).toEqual(
      expected(({ kind }) => kind === 'black' || kind === 'stream-gap')
    )
    expect(await listed({ states: ['open', 'acknowledged'] }, 100)).toEqual(expected(({ state }) => state !== 'closed'))
    expect(await listed({ verdicts: ['none'] }, 100)).toEqual(expected(({ verdict }) => verdict === null))
    expect(await listed({ fromMs: 1_010_000, toMs: 1_020_000 }, 100)).toEqual(
      expected(({ openedAtMs }) => openedAtMs >= 1_010_000 && openedAtMs < 1_020_000)
    )
    const both: IncidentFilter = {
      groups: ['north'],
      kinds: ['black'],
      states: ['open'],
      verdicts: ['false-alarm'],
      fromMs: 1_000_000,
      toMs: 1_050_000
    }
    const ofBoth = expected(
      incident =>
        incident.groups.includes('north') &&
        incident.kind === 'black' &&
        incident.state === 'open' &&
        incident.verdict === 'false-alarm' &&
        incident.openedAtMs < 1_050_000
    )
    expect(ofBoth.length).toBeGreaterThan(1)
    expect(await listed(both, 100)).toEqual(ofBoth)
    const first = await store.list(both, { cursor: null, limit: 1 })
    expect((await store.list(both, { cursor: first.next, limit: 100 })).items.map(({ id }) => id)).toEqual(
      ofBoth.slice(1)
    )
    const many = Array.from({ length: 200 }, (_, i) => `gate-${i}`)
    expect(await listed({ streams: many, kinds: ['black'] }, 100)).toEqual(
      expected(({ stream, kind }) => stream !== null && kind === 'black')
    )
  })

  it('keeps an index in step with what is changed', async () => {
    const one = at(1_000_000, { state: 'open', closedAtMs: null, kind: 'partly-occluded' })
    await store.save([one])
    await store.save([{ ...one, kind: 'occluded', state: 'closed', closedAtMs: 1_500_000, verdict: 'planned' }])
    expect(await listed({ kinds: ['partly-occluded'] })).toEqual([])
    expect(await listed({ states: ['open'] })).toEqual([])
    expect(await listed({ kinds: ['occluded'], states: ['closed'], verdicts: ['planned'] })).toEqual([one.id])
    expect(await store.count()).toEqual({ total: 1, open: 0 })
  })

  it('tells names apart whatever they hold', async () => {
    const all = HOSTILE_NAMES.map((name, i) => at(1_000_000 + i, { stream: name, groups: [name] }))
    await store.save(all)
    for (const [i, name] of HOSTILE_NAMES.entries()) {
      expect(await listed({ streams: [name] })).toEqual([all[i]?.id])
      expect(await listed({ groups: [name] })).toEqual([all[i]?.id])
      await store.saveProfile(name, { ...EMPTY_PROFILE, name: `camera ${i}` }, audit(1000 + i, name))
    }
    const profiles = await store.profiles()
    expect(HOSTILE_NAMES.map(name => profiles.get(name)?.name)).toEqual(HOSTILE_NAMES.map((_, i) => `camera ${i}`))
    expect((await store.audit('a\u0000b', { cursor: null, limit: 10 })).items.map(({ atMs }) => atMs)).toEqual([1000])
  })

  it('knows what goes on now, what was closed since, and what went on in a period', async () => {
    const open = at(1_000_000, { state: 'open', closedAtMs: null })
    const taken = at(2_000_000, { state: 'acknowledged', closedAtMs: null })
    const early = at(3_000_000, { closedAtMs: 3_100_000 })
    const late = at(4_000_000, { closedAtMs: 4_100_000 })
    await store.save([late, early, taken, open])
    const idsOf = (incidents: readonly Incident[]) => incidents.map(({ id }) => id)
    expect(idsOf(await store.current(4_050_000))).toEqual(idsOf([open, taken, late]))
    expect(idsOf(await store.during(3_050_000, 3_060_000))).toEqual(idsOf([open, taken, early]))
    expect(idsOf(await store.during(3_100_000, 5_000_000))).toEqual(idsOf([open, taken, late]))
    expect(idsOf(await store.during(0, 1_500_000))).toEqual(idsOf([open]))
  })

  it('deletes by age and by number, the oldest first, and never what goes on', async () => {
    const open = at(1_000_000, { state: 'open', closedAtMs: null })
    const closed = Array.from({ length: 9 }, (_, i) => at(2_000_000 + i * 1_000_000))
    await store.save([open, ...closed])
    const idsOf = (incidents: readonly Incident[]) => incidents.map(({ id }) => id).sort()
    expect(await store.removeOld(1_500_000, 100, 10)).toEqual([])
    expect(idsOf(await store.removeOld(4_000_000, 100, 10))).toEqual(idsOf(closed.slice(0, 2)))
    expect(idsOf(await store.removeOld(0, 6, 1))).toEqual(idsOf(closed.slice(2, 3)))
    expect(idsOf(await store.removeOld(0, 6, 10))).toEqual(idsOf(closed.slice(3, 4)))
    expect(idsOf(await store.removeOld(0, 6, 10))).toEqual([])
    expect(await store.count()).toEqual({ total: 6, open: 1 })
    expect(await listed({ groups: ['north'] })).toHaveLength(6)
    expect(await store.get(closed[0]?.id ?? '')).toBeNull()
  })

  it('keeps the last self-test of a camera, also of one with a hostile name', async () => {
    const tested = (atMs: number) => ({ atMs, pictures: 30, tookMs: 900, faults: [] })
    expect(await store.selfTests(['gate-1'])).toEqual(new Map())
    await store.saveSelfTest('gate-1', tested(1000))
    await store.saveSelfTest('gate-1', tested(2000))
    for (const [i, name] of HOSTILE_NAMES.entries()) await store.saveSelfTest(name, tested(i))
    expect(await store.selfTests(['gate-1', 'nobody'])).toEqual(new Map([['gate-1', tested(2000)]]))
    const found = await store.selfTests(HOSTILE_NAMES)
    expect(HOSTILE_NAMES.map(name => found.get(name)?.atMs)).toEqual(HOSTILE_NAMES.map((_, i) => i))
    expect(await store.selfTests([])).toEqual(new Map())
  })

  it('keeps what was set for a camera with who did it', async () => {
    const profile = {
      ...EMPTY_PROFILE,
      name: 'North gate',
      masks: [
        {
          points: [
            [0, 0],
            [1, 0],
            [0, 1]
          ] as const
        }
      ]
    }
    await store.saveProfile('gate-1', profile, audit(1000, 'gate-1'))
    await store.saveProfile('gate-1', { ...profile, name: 'Gate' }, audit(2000, 'gate-1'))
    await store.addAudit(audit(3000, null))
    expect(await store.profiles()).toEqual(new Map([['gate-1', { ...profile, name: 'Gate' }]]))
    const first = await store.audit(null, { cursor: null, limit: 2 })
    expect(first.items.map(({ atMs }) => atMs)).toEqual([3000, 2000])
    expect((await store.audit(null, { cursor: first.next, limit: 2 })).items).toEqual([
      expect.objectContaining({ atMs: 1000, by: 'Chen', change: { name: [null, 'x'] } })
    ])
    await store.removeOldAudit(2500)
    expect((await store.audit(null, { cursor: null, limit: 9 })).items.map(({ atMs }) => atMs)).toEqual([3000])
    expect((await store.audit('gate-1', { cursor: null, limit: 9 })).items).toEqual([])
  })

  it('keeps measures, oldest first, and forgets old ones', async () => {
    const batch = (atMs: number, ...steps: number[]): MeasureBatch => ({
      streams: ['gate-1', 'a\u0000b'],
      times: [atMs, atMs - 10],
      lengths: [600, 120],
      steps: Uint16Array.from(steps)
    })
    await store.saveMeasures(1_700_000_000_000, batch(2, 0, 65_535, 300, 4))
    await store.saveMeasures(999_999_999_999, batch(1, 1, 2, 3, 4))
    expect(await store.measures(0)).toEqual([batch(1, 1, 2, 3, 4), batch(2, 0, 65_535, 300, 4)])
    expect(await store.measures(1_000_000_000_000)).toEqual([batch(2, 0, 65_535, 300, 4)])
    await store.removeOldMeasures(1_700_000_000_000)
    expect(await store.measures(0)).toEqual([batch(2, 0, 65_535, 300, 4)])
  })

  it('keeps what frames were judged by, of each camera in order, and forgets what is old with the next write', async () => {
    const block = (stream: string, toMs: number, ...bytes: number[]) => ({
      stream,
      toMs,
      bytes: Uint8Array.from(bytes),
      fence: null
    })
    const nowMs = Date.now()
    const own = HOSTILE_NAMES.map((name, i) => block(name, nowMs - 5000, i, 255, 0))
    await store.saveEvidence([...own, block('a', nowMs - 5000, 9)], nowMs - 86_400_000)
    await store.saveEvidence([block('a', nowMs - 4000)], nowMs - 86_400_000)
    for (const [i, name] of HOSTILE_NAMES.entries()) {
      const later = name === 'a' ? [Uint8Array.of(9), Uint8Array.of()] : []
      expect((await store.evidence(name)).map(bytes => [...bytes])).toEqual(
        [Uint8Array.of(i, 255, 0), ...later].map(bytes => [...bytes])
      )
    }
    expect(await store.evidence('nobody')).toEqual([])
    // Old by its own time in one store, by when it was written in the other.
    await new Promise(resolve => setTimeout(resolve, 5))
    const laterMs = Date.now()
    await store.saveEvidence([block('a', laterMs, 7)], laterMs)
    expect((await store.evidence('a')).map(bytes => [...bytes])).toEqual([[7]])
  })

  it('keeps hours', async () => {
    await store.saveHour(3_600_000, FULL)
    await store.saveHour(7_200_000, hour(1))
    await store.saveHour(7_200_000, hour(3))
    expect(await store.hours(3_600_000, 7_200_000)).toEqual(new Map([[3_600_000, FULL]]))
    await store.removeOldHours(7_200_000)
    expect(await store.hours(0, 9_999_999)).toEqual(new Map([[7_200_000, hour(3)]]))
  })
}

const FULL: WatchedHour = {
  spans: [
    [0, 1200.5],
    [1300, 3600]
  ],
  cameras: { 'gate-1': [3600, 0, 0], 'a\u0000b': [10, 20, 30] }
}

function hour(judgedS: number): WatchedHour {
  return { spans: [[0, judgedS]], cameras: { 'gate-1': [judgedS, 0, 0] } }
}

function audit(atMs: number, stream: string | null): AuditEntry {
  return { id: newId(atMs), atMs, by: 'Chen', action: 'settings', stream, change: { name: [null, 'x'] } }
}

describe('incidents in libsql', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-incidents-'))
  })
  holdsToContract(() => ({
    open: () => new LibsqlIncidentStore(folder),
    clear: () => rm(folder, { recursive: true, force: true })
  }))

  it('names the file that it cannot open', async () => {
    const spoilt = join(folder, 'spoilt')
    await mkdir(spoilt)
    await writeFile(
      join(spoilt, 'incidents.db'),
      'no database at all, and longer than a header of one would be '.repeat(20)
    )
    const store = new LibsqlIncidentStore(spoilt)
    await expect(store.open()).rejects.toMatchObject({
      code: 'incident/store-failed',
      message: expect.stringContaining('incidents.db')
    })
    await expect(store.get('x')).rejects.toMatchObject({ code: 'incident/store-failed' })
    await store.close()
  })
})

describeWithRedis('incidents in Redis', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.incidentStore,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.incidentStore, lazyConnect: true })
  holdsToContract(() => ({
    open: () => new RedisIncidentStore(address),
    clear: () => redis.flushdb()
  }))

  it('says that Redis cannot be reached', async () => {
    const store = new RedisIncidentStore({ ...address, port: 1 })
    await expect(store.open()).rejects.toMatchObject({ code: 'incident/store-failed' })
    await store.close()
  }, 20_000)
})
