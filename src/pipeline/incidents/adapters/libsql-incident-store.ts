import { join } from 'node:path'
import { type Log, silentLog } from '../../../lib/log.ts'
import type { AuditEntry } from '../../../model/audit-entry.ts'
import type { CameraProfile } from '../../../model/camera-profile.ts'
import type { Incident } from '../../../model/incident.ts'
import type { SelfTest } from '../../../model/self-test.ts'
import type { AlarmStore } from '../alarm-store.ts'
import { idFloor } from '../incident-id.ts'
import type { IncidentFilter, IncidentStore, MeasureBatch, WatchedHour } from '../incident-store.ts'
import type { Page, PageQuery } from '../page.ts'
import {
  hourFromBytes,
  hourToBytes,
  incidentFromText,
  parsed,
  profileFromText,
  selfTestFromText
} from '../stored-json.ts'
import { incidentIdQueries } from './incident-ids-query.ts'
import { measuresToBytes, readableMeasures } from '../stored-measures.ts'
import type { EvidenceBlock } from '../evidence-store.ts'
import { LibsqlConnection, type SqlRow, type Statement } from './libsql-connection.ts'
import { auditStatement } from './libsql-audit.ts'
import { LibsqlAlarmStore } from './libsql-alarm-store.ts'
import { milestoneStatements } from './libsql-milestones.ts'
import { asText, LIBSQL_SCHEMA } from './libsql-schema.ts'

const FILE_NAME = 'incidents.db'
const OPEN = `state IN ('open', 'acknowledged')`
const AMONG = '(SELECT value FROM json_each(?))'

/** Keeps incidents in the SQLite database `DATA_DIR/incidents.db`. */
export class LibsqlIncidentStore implements IncidentStore {
  readonly name = 'libsql'
  readonly #path: string
  readonly #database: LibsqlConnection

  constructor(folder: string, log: Log = silentLog) {
    this.#path = join(folder, FILE_NAME)
    this.#database = new LibsqlConnection(this.#path, LIBSQL_SCHEMA, what => {
      const file = this.#path
      if (what === 'rescued') log.error({ file }, 'The database was deleted while it was in use, it was written anew')
      else log.error({ file }, 'Another database lies in the place of the one in use, it is taken from now on')
    })
  }

  open(): Promise<void> {
    return this.#database.open()
  }

  async save(incidents: readonly Incident[]): Promise<void> {
    if (incidents.length === 0) return
    await this.#database.write(incidents.flatMap(one => [...saveStatements(one), ...milestoneStatements(one)]))
  }

  async get(id: string): Promise<Incident | null> {
    const [incident] = await this.#bodies([id])
    return incident ?? null
  }

  async list(filter: IncidentFilter, { cursor, limit }: PageQuery): Promise<Page<Incident>> {
    const queries = incidentIdQueries(filter, cursor, limit + 1)
    const found = await Promise.all(queries.map(({ sql, values }) => this.#database.all(sql, ...values)))
    const ids = [...new Set(found.flat().map(idOf))].sort().reverse()
    const page = ids.slice(0, limit)
    return { items: await this.#bodies(page), next: ids.length > limit ? (page.at(-1) ?? null) : null }
  }

  async current(closedSinceMs: number): Promise<readonly Incident[]> {
    const open = await this.#database.all(`SELECT id FROM incidents WHERE ${OPEN}`)
    const closed = await this.#database.all('SELECT id FROM incidents WHERE closed_ms >= ?', Math.trunc(closedSinceMs))
    const ids = new Set([...open, ...closed].map(idOf))
    return (await this.#bodies([...ids])).toReversed()
  }

  async during(fromMs: number, toMs: number): Promise<readonly Incident[]> {
    const end = idFloor(toMs)
    const begun = await this.#database.all('SELECT id FROM incidents WHERE id >= ? AND id < ?', idFloor(fromMs), end)
    const ended = await this.#database.all(
      'SELECT id FROM incidents WHERE closed_ms > ? AND id < ?',
      Math.trunc(fromMs),
      end
    )
    const open = await this.#database.all(`SELECT id FROM incidents WHERE ${OPEN} AND id < ?`, end)
    const ids = new Set([...begun, ...ended, ...open].map(idOf))
    return (await this.#bodies([...ids])).toReversed()
  }

  async count(): Promise<{ total: number; open: number }> {
    const [total] = await this.#database.all('SELECT count(*) AS n FROM incidents')
    const [open] = await this.#database.all(`SELECT count(*) AS n FROM incidents WHERE ${OPEN} AND stream IS NOT NULL`)
    return { total: Number(total?.n), open: Number(open?.n) }
  }

  async removeOld(beforeMs: number, keep: number, most: number): Promise<readonly Incident[]> {
    const { total } = await this.count()
    const tooMany = Math.min(most, Math.max(0, total - keep))
    const rows = await this.#database.all(
      `SELECT id FROM incidents WHERE state = 'closed' AND id < ? ORDER BY id LIMIT ?`,
      idFloor(beforeMs),
      most
    )
    const surplus = await this.#database.all(
      `SELECT id FROM incidents WHERE state = 'closed' ORDER BY id LIMIT ?`,
      tooMany
    )
    const ids = [...new Set([...rows, ...surplus].map(idOf))].slice(0, most)
    if (ids.length === 0) return []
    const removed = await this.#bodies(ids)
    const text = JSON.stringify(ids)
    await this.#database.write([
      ...['incidents', 'incident_groups', 'incident_bodies'].map(
        (table): Statement => [`DELETE FROM ${table} WHERE id IN ${AMONG}`, text]
      ),
      ...['alarm_milestones', 'alarms_told'].map(
        (table): Statement => [`DELETE FROM ${table} WHERE incident IN ${AMONG}`, text]
      )
    ])
    return removed
  }

  async profiles(): Promise<ReadonlyMap<string, CameraProfile>> {
    const rows = await this.#database.all('SELECT stream, body FROM profiles')
    return new Map(
      rows.map(({ stream, body }) => [
        JSON.parse(String(stream)) as string,
        profileFromText(String(body), this.#place(String(stream)))
      ])
    )
  }

  async selfTests(streams: readonly string[]): Promise<ReadonlyMap<string, SelfTest>> {
    const names = JSON.stringify(streams.map(asText))
    const rows = await this.#database.all(`SELECT stream, body FROM self_tests WHERE stream IN ${AMONG}`, names)
    return new Map(
      rows.map(({ stream, body }) => [
        JSON.parse(String(stream)) as string,
        selfTestFromText(String(body), this.#place(String(stream)))
      ])
    )
  }

  async saveSelfTest(stream: string, test: SelfTest): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO self_tests (stream, body) VALUES (?, ?)'
    await this.#database.write([[sql, asText(stream), JSON.stringify(test)]])
  }

  async saveProfile(stream: string, profile: CameraProfile, entry: AuditEntry): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO profiles (stream, body) VALUES (?, ?)'
    await this.#database.write([[sql, asText(stream), JSON.stringify(profile)], auditStatement(entry)])
  }

  async addAudit(entry: AuditEntry): Promise<void> {
    await this.#database.write([auditStatement(entry)])
  }

  async audit(stream: string | null, { cursor, limit }: PageQuery): Promise<Page<AuditEntry>> {
    const ofStream = stream === null ? '' : 'stream = ? AND '
    const rows = await this.#database.all(
      `SELECT id, body FROM audit WHERE ${ofStream}id < ? ORDER BY id DESC LIMIT ?`,
      ...(stream === null ? [] : [asText(stream)]),
      cursor ?? '~',
      limit + 1
    )
    const items = rows
      .slice(0, limit)
      .map(({ id, body }) => parsed(String(body), this.#place(String(id))) as AuditEntry)
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }

  async removeOldAudit(beforeMs: number): Promise<void> {
    await this.#database.write([['DELETE FROM audit WHERE id < ?', idFloor(beforeMs)]])
  }

  async saveHour(hourMs: number, hour: WatchedHour): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO watched_hours (hour_ms, body) VALUES (?, ?)'
    await this.#database.write([[sql, hourMs, await hourToBytes(hour)]])
  }

  async hours(fromMs: number, toMs: number): Promise<ReadonlyMap<number, WatchedHour>> {
    const sql = 'SELECT hour_ms, body FROM watched_hours WHERE hour_ms >= ? AND hour_ms < ? ORDER BY hour_ms'
    const hours = new Map<number, WatchedHour>()
    for (const { hour_ms, body } of await this.#database.all(sql, Math.trunc(fromMs), Math.trunc(toMs))) {
      const bytes = new Uint8Array(body as ArrayBuffer)
      hours.set(Number(hour_ms), await hourFromBytes(bytes, this.#place(`hour ${String(hour_ms)}`)))
    }
    return hours
  }

  async removeOldHours(beforeMs: number): Promise<void> {
    await this.#database.write([['DELETE FROM watched_hours WHERE hour_ms < ?', Math.trunc(beforeMs)]])
  }

  async saveMeasures(atMs: number, batch: MeasureBatch): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO measures (at_ms, body) VALUES (?, ?)'
    await this.#database.write([[sql, Math.trunc(atMs), await measuresToBytes(batch)]])
  }

  async measures(sinceMs: number): Promise<readonly MeasureBatch[]> {
    const sql = 'SELECT body FROM measures WHERE at_ms >= ? ORDER BY at_ms'
    const rows = await this.#database.all(sql, Math.trunc(sinceMs))
    return readableMeasures(rows.map(({ body }) => new Uint8Array(body as ArrayBuffer)))
  }

  async removeOldMeasures(beforeMs: number): Promise<void> {
    await this.#database.write([['DELETE FROM measures WHERE at_ms < ?', Math.trunc(beforeMs)]])
  }

  async saveEvidence(blocks: readonly EvidenceBlock[], beforeMs: number): Promise<void> {
    const sql = 'INSERT INTO evidence (stream, to_ms, body) VALUES (?, ?, ?)'
    const writes = blocks.map(
      ({ stream, toMs, bytes }): Statement => [sql, asText(stream), Math.trunc(toMs), Buffer.from(bytes)]
    )
    const old: Statement = ['DELETE FROM evidence WHERE to_ms < ?', Math.trunc(beforeMs)]
    await this.#database.write([old, ...writes])
  }

  async evidence(stream: string): Promise<readonly Uint8Array[]> {
    const rows = await this.#database.all('SELECT body FROM evidence WHERE stream = ? ORDER BY id', asText(stream))
    return rows.map(({ body }) => new Uint8Array(body as ArrayBuffer))
  }

  async ping(): Promise<void> {
    await this.#database.check()
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  /** Where its alarms are kept: in the same database, since both are written in one step. */
  get alarms(): AlarmStore {
    return new LibsqlAlarmStore(this.#database, this.#path)
  }

  /** Newest first, whatever the order of the ids. */
  async #bodies(ids: readonly string[]): Promise<Incident[]> {
    if (ids.length === 0) return []
    const sql = `SELECT body, id FROM incident_bodies WHERE id IN ${AMONG} ORDER BY id DESC`
    const rows = await this.#database.all(sql, JSON.stringify(ids))
    return rows.map(({ body, id }) => incidentFromText(String(body), this.#place(String(id))))
  }

  #place(what: string): string {
    return `${this.#path} (${what})`
  }
}

function saveStatements(incident: Incident): Statement[] {
  const { id, kind, state, closedAtMs, groups } = incident
  const verdict = incident.verdict ?? 'none'
  const stream = incident.stream === null ? null : asText(incident.stream)
  const closedMs = closedAtMs === null ? null : Math.trunc(closedAtMs)
  return [
    [
      'INSERT OR REPLACE INTO incidents (id, stream, kind, state, verdict, closed_ms) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      stream,
      kind,
      state,
      verdict,
      closedMs
    ],
    ['INSERT OR REPLACE INTO incident_bodies (id, body) VALUES (?, ?)', id, JSON.stringify(incident)],
    ...[...new Set(groups)].map(
      (group): Statement => [
        'INSERT OR REPLACE INTO incident_groups (group_name, id, kind, state, verdict, stream) VALUES (?, ?, ?, ?, ?, ?)',
        asText(group),
        id,
        kind,
        state,
        verdict,
        stream
      ]
    )
  ]
}

function idOf(row: SqlRow): string {
  return String(row.id)
}
