import type { Redis } from 'ioredis'
import { FLEET_EVENTS, FLEET_EVENTS_NUMBER, fleetChannel } from '../../../clients/fleet-names.ts'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { committed, confirmWrite, PRIMARY_ALONE, type WriteTerms } from '../../../clients/confirmed-write.ts'
import { openRedis, whenReady } from '../../../clients/redis-connection.ts'
import { AppError, errorText } from '../../../errors.ts'
import { KeptEntries } from '../../../lib/kept-entries.ts'
import type { AuditEntry } from '../../../model/audit-entry.ts'
import type { CameraProfile } from '../../../model/camera-profile.ts'
import { alarmId } from '../../../model/alarm.ts'
import type { Incident } from '../../../model/incident.ts'
import type { SelfTest } from '../../../model/self-test.ts'
import { idFloor } from '../incident-id.ts'
import { fenceArguments } from '../../../fleet/fence-script.ts'
import type { AlarmStore } from '../alarm-store.ts'
import type { FencedIncident, FencedIncidents } from '../fenced-incidents.ts'
import type { IncidentFilter, IncidentStore, MeasureBatch, WatchedHour, Whose } from '../incident-store.ts'
import type { Page, PageQuery } from '../page.ts'
import { milestonesOf } from '../milestones.ts'
import { incidentFromText, parsed, profileFromText, selfTestFromText } from '../stored-json.ts'
import { RedisAlarmStore } from './redis-alarm-store.ts'
import { AUDIT, AUDIT_ORDER, auditOf, withAudit } from './redis-audit.ts'
import type { EvidenceBlock } from '../evidence-store.ts'
import { RedisEvidence } from './redis-evidence.ts'
import { type Ask, RedisMeasures } from './redis-measures.ts'
import { RedisWatchedHours } from './redis-watched-hours.ts'
import { findIds, marksOf, OF_CAMERAS_OPEN, PREFIX } from './redis-incident-index.ts'
import { REMOVE_SCRIPT, SAVE_SCRIPT } from './redis-scripts.ts'

const COMMAND_TIMEOUT_MS = 5000
/** Who asks whether Redis is there wants to hear why not, sooner than whoever wants to write. */
const PING_CONNECT_MS = 1000
const BODIES = `${PREFIX}bodies`
const MARKS = `${PREFIX}marks`
const ENDED = `${PREFIX}ended`
const TOLD = `${PREFIX}told`
const PROFILES = `${PREFIX}profiles`
const SELF_TESTS = `${PREFIX}self-tests`
/** Somebody has to deal them out: past it nobody does. */
const MOST_FRESH_ALARMS = 10_000

/** Keeps incidents in the Redis that carries the frames, so that any machine can go on with them. */
export class RedisIncidentStore implements IncidentStore, FencedIncidents {
  readonly name = 'redis'
  readonly #redis: Redis
  readonly #terms: WriteTerms
  readonly #hours: RedisWatchedHours
  readonly #measures: RedisMeasures
  readonly #evidence: RedisEvidence
  readonly #origin: string
  readonly #channel: string
  readonly #kept = new KeptEntries()
  /** What Redis holds, as far as is known: JSON by stream. */
  readonly #profiles = new Map<string, string>()

  /**
   * @param writer This member of a fleet: what several members count of the same hour stands side by side. Null: no fleet.
   * @param how.origin In a fleet: what this run signs its messages with.
   * @param how.terms When incidents and what people set count as kept.
   */
  constructor(
    address: RedisAddress,
    writer: string | null = null,
    how: { readonly origin?: string; readonly terms?: WriteTerms } = {}
  ) {
    this.#terms = how.terms ?? PRIMARY_ALONE
    this.#origin = how.origin ?? ''
    this.#channel = fleetChannel('incidents', address.db)
    const ask: Ask = (verb, command) => this.#ask(verb, command)
    this.#hours = new RedisWatchedHours(ask, writer)
    this.#measures = new RedisMeasures(ask)
    this.#evidence = new RedisEvidence(ask)
    this.#redis = openRedis(address, 'incidents', COMMAND_TIMEOUT_MS)
    this.#redis.on('ready', () => this.#keepAgain())
  }

  async open(): Promise<void> {
    await this.#ask('open', redis => redis.ping())
  }

  async save(incidents: readonly Incident[]): Promise<void> {
    await this.saveFenced(incidents.map(incident => ({ incident, fence: null })))
  }

  async saveFenced(writes: readonly FencedIncident[]): Promise<readonly string[]> {
    if (writes.length === 0) return []
    const args = writes.flatMap(({ incident, fence, told = [] }) => {
      const body = JSON.stringify(incident)
      for (const _ of told) this.#kept.add(body.length)
      return [
        incident.id,
        body,
        JSON.stringify(marksOf(incident)),
        incident.closedAtMs === null ? '' : Math.trunc(incident.closedAtMs),
        ...fenceArguments(fence),
        told.length === 0 ? '' : JSON.stringify(told.map(({ what, number }) => [what, number])),
        milestonesText(incident)
      ]
    })
    const fleet = [FLEET_EVENTS, FLEET_EVENTS_NUMBER, this.#kept.most, this.#channel, JSON.stringify(this.#origin)]
    const most = String(MOST_FRESH_ALARMS)
    return this.#ask('write', async redis => {
      const refused = await redis.eval(SAVE_SCRIPT, 4, BODIES, MARKS, ENDED, TOLD, PREFIX, ...fleet, most, ...args)
      await confirmWrite(redis, this.#terms)
      return refused as string[]
    })
  }

  async get(id: string): Promise<Incident | null> {
    const [incident] = await this.#bodies([id])
    return incident ?? null
  }

  async list(filter: IncidentFilter, { cursor, limit }: PageQuery): Promise<Page<Incident>> {
    const ids = await this.#ask('read', redis => findIds(redis, filter, cursor, limit + 1))
    const page = ids.slice(0, limit)
    return { items: await this.#bodies(page), next: ids.length > limit ? (page.at(-1) ?? null) : null }
  }

  async current(closedSinceMs: number): Promise<readonly Incident[]> {
    const ids = await this.#ask('read', async redis => [
      ...(await this.#openIds(redis)),
      ...(await redis.zrange(ENDED, Math.trunc(closedSinceMs), '+inf', 'BYSCORE'))
    ])
    return this.#bodies([...new Set(ids)].sort())
  }

  async during(fromMs: number, toMs: number): Promise<readonly Incident[]> {
    const end = idFloor(toMs)
    const ids = await this.#ask('read', async redis => [
      ...(await redis.zrange(`${PREFIX}all`, `[${idFloor(fromMs)}`, `(${end}`, 'BYLEX')),
      ...(await redis.zrange(ENDED, `(${Math.trunc(fromMs)}`, '+inf', 'BYSCORE')),
      ...(await this.#openIds(redis))
    ])
    return this.#bodies([...new Set(ids)].filter(id => id < end).sort())
  }

  async count(): Promise<{ total: number; open: number }> {
    return this.#ask('read', async redis => {
      const total = await redis.zcard(`${PREFIX}all`)
      return { total, open: await redis.zcard(PREFIX + OF_CAMERAS_OPEN) }
    })
  }

  async removeOld(beforeMs: number, keep: number, most: number): Promise<readonly Incident[]> {
    const { total } = await this.count()
    const tooMany = Math.min(most, Math.max(0, total - keep))
    const ids = await this.#ask('read', async redis => {
      const closed = `${PREFIX}state:closed`
      const old = await redis.zrange(closed, '-', `(${idFloor(beforeMs)}`, 'BYLEX', 'LIMIT', 0, most)
      const surplus = tooMany === 0 ? [] : await redis.zrange(closed, '0', String(tooMany - 1))
      return [...new Set([...old, ...surplus])].slice(0, most)
    })
    if (ids.length === 0) return []
    const removed = await this.#bodies(ids)
    await this.#ask('write', redis => redis.eval(REMOVE_SCRIPT, 4, BODIES, MARKS, ENDED, TOLD, PREFIX, ...ids))
    return removed
  }

  async profiles(streams?: readonly string[]): Promise<ReadonlyMap<string, CameraProfile>> {
    const profiles = new Map<string, CameraProfile>()
    for (const [field, text] of await this.#profileFields(streams)) {
      const stream = JSON.parse(field) as string
      profiles.set(stream, profileFromText(text, `${PROFILES} (${field})`))
      this.#profiles.set(stream, text)
    }
    return profiles
  }

  async #profileFields(streams: readonly string[] | undefined): Promise<[field: string, text: string][]> {
    if (streams === undefined) return Object.entries(await this.#ask('read', redis => redis.hgetall(PROFILES)))
    if (streams.length === 0) return []
    const fields = streams.map(stream => JSON.stringify(stream))
    const texts = await this.#ask('read', redis => redis.hmget(PROFILES, ...fields))
    return texts.flatMap((text, i) => (text === null ? [] : [[fields[i] ?? '', text]]))
  }

  async saveProfile(stream: string, profile: CameraProfile, entry: AuditEntry): Promise<void> {
    const text = JSON.stringify(profile)
    await this.#ask('write', async redis => {
      const transaction = redis.multi().hset(PROFILES, JSON.stringify(stream), text)
      committed(await withAudit(transaction, entry).exec())
      await confirmWrite(redis, this.#terms)
    })
    this.#profiles.set(stream, text)
  }

  async selfTests(streams: readonly string[]): Promise<ReadonlyMap<string, SelfTest>> {
    if (streams.length === 0) return new Map()
    const texts = await this.#ask('read', redis =>
      redis.hmget(SELF_TESTS, ...streams.map(name => JSON.stringify(name)))
    )
    const found = texts.flatMap((text, i): [string, SelfTest][] => {
      const stream = streams[i] ?? ''
      return text === null ? [] : [[stream, selfTestFromText(text, `${SELF_TESTS} (${stream})`)]]
    })
    return new Map(found)
  }

  async saveSelfTest(stream: string, test: SelfTest): Promise<void> {
    await this.#ask('write', async redis => {
      await redis.hset(SELF_TESTS, JSON.stringify(stream), JSON.stringify(test))
    })
  }

  async addAudit(entry: AuditEntry): Promise<void> {
    await this.#ask('write', async redis => {
      committed(await withAudit(redis.multi(), entry).exec())
      await confirmWrite(redis, this.#terms)
    })
  }

  async audit(stream: string | null, { cursor, limit }: PageQuery): Promise<Page<AuditEntry>> {
    const order = stream === null ? AUDIT_ORDER : auditOf(stream)
    const texts = await this.#ask('read', async redis => {
      const upper = cursor === null ? '+' : `(${cursor}`
      const ids = await redis.zrange(order, upper, '-', 'BYLEX', 'REV', 'LIMIT', 0, limit + 1)
      return ids.length === 0 ? [] : redis.hmget(AUDIT, ...ids)
    })
    const items = texts.flatMap(text => (text === null ? [] : [parsed(text, AUDIT) as AuditEntry]))
    const page = items.slice(0, limit)
    return { items: page, next: texts.length > limit ? (page.at(-1)?.id ?? null) : null }
  }

  async removeOldAudit(beforeMs: number): Promise<void> {
    const end = `(${idFloor(beforeMs)}`
    await this.#ask('write', async redis => {
      const ids = await redis.zrange(AUDIT_ORDER, '-', end, 'BYLEX', 'LIMIT', 0, 1000)
      if (ids.length === 0) return
      const entries = (await redis.hmget(AUDIT, ...ids)).flatMap(text =>
        text === null ? [] : [parsed(text, AUDIT) as AuditEntry]
      )
      const transaction = redis
        .multi()
        .hdel(AUDIT, ...ids)
        .zrem(AUDIT_ORDER, ...ids)
      for (const { id, stream } of entries) if (stream !== null) transaction.zrem(auditOf(stream), id)
      committed(await transaction.exec())
    })
  }

  saveHour(hourMs: number, hour: WatchedHour): Promise<void> {
    return this.#hours.save(hourMs, hour)
  }

  hours(fromMs: number, toMs: number, whose: Whose = 'all'): Promise<ReadonlyMap<number, WatchedHour>> {
    return this.#hours.read(fromMs, toMs, whose)
  }

  removeOldHours(beforeMs: number): Promise<void> {
    return this.#hours.removeOld(beforeMs)
  }

  saveMeasures(atMs: number, batch: MeasureBatch, slot?: number): Promise<void> {
    return this.#measures.save(atMs, batch, slot)
  }

  measures(sinceMs: number, slots?: readonly number[]): Promise<readonly MeasureBatch[]> {
    return this.#measures.read(sinceMs, slots)
  }

  removeOldMeasures(beforeMs: number, slots?: readonly number[]): Promise<void> {
    return this.#measures.removeOld(beforeMs, slots)
  }

  saveEvidence(blocks: readonly EvidenceBlock[], beforeMs: number): Promise<void> {
    return this.#evidence.save(blocks, beforeMs)
  }

  evidence(stream: string): Promise<readonly Uint8Array[]> {
    return this.#evidence.read(stream)
  }

  /** Where its alarms are kept: beside it, since both are written in one step. */
  get alarms(): AlarmStore {
    return new RedisAlarmStore((verb, command) => this.#ask(verb, command), this.#terms)
  }

  async ping(): Promise<void> {
    await this.#ask('read', redis => redis.ping(), PING_CONNECT_MS)
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #openIds(redis: Redis): Promise<string[]> {
    const open = await redis.zrange(`${PREFIX}state:open`, '0', '-1')
    return [...open, ...(await redis.zrange(`${PREFIX}state:acknowledged`, '0', '-1'))]
  }

  async #bodies(ids: readonly string[]): Promise<Incident[]> {
    if (ids.length === 0) return []
    const texts = await this.#ask('read', redis => redis.hmget(BODIES, ...ids))
    return texts.flatMap((text, i) => (text === null ? [] : [incidentFromText(text, `${BODIES} (${ids[i]})`)]))
  }

  /** A Redis for frames often keeps nothing on disk: one that came back empty gets what people have set again. */
  #keepAgain(): void {
    for (const [stream, text] of this.#profiles) {
      this.#redis.hsetnx(PROFILES, JSON.stringify(stream), text).catch(() => {})
    }
  }

  async #ask<T>(verb: string, command: (redis: Redis) => Promise<T>, connectMs = COMMAND_TIMEOUT_MS): Promise<T> {
    try {
      await whenReady(this.#redis, connectMs)
      return await command(this.#redis)
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      throw new AppError('incident/store-failed', `Cannot ${verb} incidents in Redis: ${errorText(cause)}`, { cause })
    }
  }
}

function milestonesText(incident: Incident): string {
  const all = milestonesOf(incident).map(one => [one.what, String(one.atMs), alarmId(incident.id, one)])
  return JSON.stringify(all)
}
