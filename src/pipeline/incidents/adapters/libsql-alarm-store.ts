import type { Delivery, LastDelivery } from '../../../model/alarm.ts'
import type { AuditEntry } from '../../../model/audit-entry.ts'
import type { Fence } from '../../../model/fence.ts'
import type { AlarmStore, FreshAlarm, QueueCount, Settlement } from '../alarm-store.ts'
import type { Page, PageQuery } from '../page.ts'
import { alarmFromText, deliveryFromText, lastDeliveryOf, revived } from '../stored-alarm.ts'
import { parsed } from '../stored-json.ts'
import { auditStatement } from './libsql-audit.ts'
import type { LibsqlConnection, SqlRow, Statement } from './libsql-connection.ts'

/** Behind everything that was given up. */
const END_MS = 999_999_999_999_999
const AMONG = '(SELECT value FROM json_each(?))'

/** Alarms in the database of the incidents. One process has it, so no fence is asked for. */
export class LibsqlAlarmStore implements AlarmStore {
  readonly #database: LibsqlConnection
  readonly #path: string

  /** @param path For messages. */
  constructor(database: LibsqlConnection, path: string) {
    this.#database = database
    this.#path = path
  }

  async fresh(most: number): Promise<readonly FreshAlarm[]> {
    const rows = await this.#database.all('SELECT seq, body FROM alarms_fresh ORDER BY seq LIMIT ?', most)
    return rows.map(({ seq, body }) => ({ receipt: String(seq), alarm: alarmFromText(String(body), this.#path) }))
  }

  /** The process that writes them is the one that deals them out. */
  async lostFresh(): Promise<number> {
    return 0
  }

  async dealOut(
    receipts: readonly string[],
    deliveries: readonly Delivery[],
    most: number,
    _fence: Fence | null
  ): Promise<ReadonlyMap<string, number>> {
    const counts = await this.counts(deliveries.map(({ target }) => target))
    const room = new Map(Array.from(counts, ([target, { waiting }]) => [target, most - waiting]))
    const leftOut = new Map<string, number>()
    const taken = deliveries.filter(({ target }) => {
      const left = room.get(target) ?? most
      room.set(target, left - 1)
      if (left <= 0) leftOut.set(target, (leftOut.get(target) ?? 0) + 1)
      return left > 0
    })
    await this.#database.write([
      [`DELETE FROM alarms_fresh WHERE seq IN ${AMONG}`, JSON.stringify(receipts.map(Number))],
      ...taken.flatMap(putStatements)
    ])
    return leftOut
  }

  async toldOf(incidents: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const sql = `SELECT incident, target FROM alarms_told WHERE incident IN ${AMONG}`
    const told = new Map<string, string[]>()
    for (const { incident, target } of await this.#database.all(sql, JSON.stringify(incidents))) {
      told.set(String(incident), [...(told.get(String(incident)) ?? []), String(target)])
    }
    return told
  }

  async waiting(target: string, most: number): Promise<readonly Delivery[]> {
    const sql = 'SELECT body FROM alarm_deliveries WHERE target = ? AND died_ms IS NULL ORDER BY seq LIMIT ?'
    return (await this.#database.all(sql, target, most)).map(row => this.#delivery(row))
  }

  async settle(settlement: Settlement, mostDead: number, _fence: Fence | null): Promise<void> {
    const { how, delivery, atMs } = settlement
    const { id, target } = delivery
    const last = lastDeliveryOf(settlement)
    const body = JSON.stringify(delivery)
    const change: Statement =
      how === 'delivered'
        ? ['DELETE FROM alarm_deliveries WHERE id = ?', id]
        : ['UPDATE alarm_deliveries SET body = ?, died_ms = ? WHERE id = ?', body, how === 'dead' ? atMs : null, id]
    const trim: Statement = [
      `DELETE FROM alarm_deliveries WHERE seq IN (SELECT seq FROM alarm_deliveries
        WHERE target = ? AND died_ms IS NOT NULL ORDER BY died_ms DESC, seq DESC LIMIT -1 OFFSET ?)`,
      target,
      mostDead
    ]
    await this.#database.write([
      change,
      ['INSERT OR REPLACE INTO alarm_last (target, body) VALUES (?, ?)', target, JSON.stringify(last)],
      ...(how === 'dead' ? [trim] : [])
    ])
  }

  async counts(targets: readonly string[]): Promise<ReadonlyMap<string, QueueCount>> {
    const text = JSON.stringify([...new Set(targets)])
    const rows = await this.#database.all(
      `SELECT j.value AS target, l.body AS last,
        (SELECT count(*) FROM alarm_deliveries WHERE target = j.value AND died_ms IS NULL) AS waiting,
        (SELECT min(happened_ms) FROM alarm_deliveries WHERE target = j.value AND died_ms IS NULL) AS oldest,
        (SELECT count(*) FROM alarm_deliveries WHERE target = j.value AND died_ms IS NOT NULL) AS dead
      FROM json_each(?) AS j LEFT JOIN alarm_last AS l ON l.target = j.value`,
      text
    )
    return new Map(
      rows.map(({ target, last, waiting, oldest, dead }) => [
        String(target),
        {
          waiting: Number(waiting),
          oldestMs: oldest === null ? null : Number(oldest),
          dead: Number(dead),
          last: last === null ? null : (parsed(String(last), this.#path) as LastDelivery)
        }
      ])
    )
  }

  async dead(target: string | null, { cursor, limit }: PageQuery): Promise<Page<Delivery>> {
    // Of anything else than a cursor of its own there is no next page.
    const [, diedMs = 0, seq = 0] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor ?? `${END_MS}-0`)?.map(Number) ?? []
    const rows = await this.#database.all(
      `SELECT seq, died_ms, body FROM alarm_deliveries
        WHERE died_ms IS NOT NULL AND (died_ms, seq) < (?, ?) ${target === null ? '' : 'AND target = ?'}
        ORDER BY died_ms DESC, seq DESC LIMIT ?`,
      diedMs,
      seq,
      ...(target === null ? [] : [target]),
      limit + 1
    )
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const next = rows.length > limit && last !== undefined ? `${String(last.died_ms)}-${String(last.seq)}` : null
    return { items: page.map(row => this.#delivery(row)), next }
  }

  async revive(ids: readonly string[], nowMs: number): Promise<number> {
    const found = await this.#deadOf(ids)
    await this.#database.write(
      found.flatMap((delivery): Statement[] => [
        ['DELETE FROM alarm_deliveries WHERE id = ?', delivery.id],
        ...putStatements(revived(delivery, nowMs))
      ])
    )
    return found.length
  }

  async removeDead(ids: readonly string[]): Promise<number> {
    const found = await this.#deadOf(ids)
    await this.#database.write(found.map(({ id }): Statement => ['DELETE FROM alarm_deliveries WHERE id = ?', id]))
    return found.length
  }

  async targets(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.all('SELECT id, body FROM alarm_targets ORDER BY id')
    return new Map(rows.map(({ id, body }) => [String(id), String(body)]))
  }

  async saveTarget(id: string, text: string, entry: AuditEntry): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO alarm_targets (id, body) VALUES (?, ?)'
    await this.#database.write([[sql, id, text], auditStatement(entry)])
  }

  async removeTarget(id: string, entry: AuditEntry): Promise<void> {
    await this.#database.write([
      ['DELETE FROM alarm_targets WHERE id = ?', id],
      ['DELETE FROM alarm_deliveries WHERE target = ?', id],
      ['DELETE FROM alarm_last WHERE target = ?', id],
      auditStatement(entry)
    ])
  }

  async #deadOf(ids: readonly string[]): Promise<readonly Delivery[]> {
    const sql = `SELECT body FROM alarm_deliveries WHERE died_ms IS NOT NULL AND id IN ${AMONG} ORDER BY seq`
    return (await this.#database.all(sql, JSON.stringify(ids))).map(row => this.#delivery(row))
  }

  #delivery({ body }: SqlRow): Delivery {
    return deliveryFromText(String(body), this.#path)
  }
}

function putStatements(delivery: Delivery): Statement[] {
  const { id, target, alarm } = delivery
  return [
    [
      'INSERT OR IGNORE INTO alarm_deliveries (id, target, happened_ms, died_ms, body) VALUES (?, ?, ?, NULL, ?)',
      id,
      target,
      Math.trunc(alarm.atMs),
      JSON.stringify(delivery)
    ],
    ['INSERT OR IGNORE INTO alarms_told (incident, target) VALUES (?, ?)', alarm.incident.id, target]
  ]
}
