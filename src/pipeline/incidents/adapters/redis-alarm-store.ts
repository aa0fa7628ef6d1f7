import type { Redis } from 'ioredis'
import { committed, confirmWrite, type WriteTerms } from '../../../clients/confirmed-write.ts'
import { AppError } from '../../../errors.ts'
import { fenceArguments } from '../../../fleet/fence-script.ts'
import type { Delivery, LastDelivery } from '../../../model/alarm.ts'
import type { AuditEntry } from '../../../model/audit-entry.ts'
import type { Fence } from '../../../model/fence.ts'
import type { AlarmStore, FreshAlarm, QueueCount, Settlement } from '../alarm-store.ts'
import type { Page, PageQuery } from '../page.ts'
import { alarmFromText, deliveryFromText, lastDeliveryOf, revived } from '../stored-alarm.ts'
import { parsed } from '../stored-json.ts'
import { COUNT_SCRIPT, DEAL_SCRIPT, FORGET_SCRIPT, RAISE_SCRIPT, SETTLE_SCRIPT } from './redis-alarm-scripts.ts'
import { withAudit } from './redis-audit.ts'
import { PREFIX } from './redis-incident-index.ts'
import type { Ask } from './redis-measures.ts'

const OF_ALARMS = `${PREFIX}alarm-`
const FRESH = `${OF_ALARMS}fresh`
const DELIVERIES = `${OF_ALARMS}deliveries`
const DEAD = `${OF_ALARMS}dead`
const TOLD = `${OF_ALARMS}told`
const LAST = `${OF_ALARMS}last`
const TARGETS = `${OF_ALARMS}targets`
const KEYS = [FRESH, DELIVERIES, `${OF_ALARMS}order`, DEAD, TOLD, LAST] as const
const queueOf = (target: string): string => `${OF_ALARMS}queue:${target}`
const deadOf = (target: string): string => `${OF_ALARMS}dead:${target}`

/** Alarms beside the incidents in Redis: whoever is the fleet's coordinator goes on with them. */
export class RedisAlarmStore implements AlarmStore {
  readonly #ask: Ask
  readonly #terms: WriteTerms

  constructor(ask: Ask, terms: WriteTerms) {
    this.#ask = ask
    this.#terms = terms
  }

  async fresh(most: number): Promise<readonly FreshAlarm[]> {
    const texts = await this.#ask('read', redis => redis.lrange(FRESH, 0, most - 1))
    return texts.map(receipt => {
      const alarm = alarmFromText(receipt, FRESH)
      return { receipt, alarm: { ...alarm, incident: { ...alarm.incident, timeline: [] } } }
    })
  }

  async lostFresh(): Promise<number> {
    return Number((await this.#ask('read', redis => redis.get(`${OF_ALARMS}lost`))) ?? 0)
  }

  async dealOut(
    receipts: readonly string[],
    deliveries: readonly Delivery[],
    most: number,
    fence: Fence | null
  ): Promise<ReadonlyMap<string, number>> {
    const args = deliveries.flatMap(one => [one.id, one.target, one.alarm.incident.id, JSON.stringify(one)])
    const answer = await this.#run<string[]>(
      DEAL_SCRIPT,
      ...[...fenceArguments(fence), String(most), JSON.stringify(receipts), ...args]
    )
    const [outcome, ...targets] = answer
    if (outcome === 'refused') throw fenced()
    const leftOut = new Map<string, number>()
    for (const target of targets) leftOut.set(target, (leftOut.get(target) ?? 0) + 1)
    return leftOut
  }

  async toldOf(incidents: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (incidents.length === 0) return new Map()
    const texts = await this.#ask('read', redis => redis.hmget(TOLD, ...incidents))
    return new Map(
      texts.flatMap((text, i) => (text === null ? [] : [[incidents[i] ?? '', parsed(text, TOLD) as readonly string[]]]))
    )
  }

  async waiting(target: string, most: number): Promise<readonly Delivery[]> {
    return this.#deliveries(await this.#ask('read', redis => redis.zrange(queueOf(target), '0', String(most - 1))))
  }

  async settle(settlement: Settlement, mostDead: number, fence: Fence | null): Promise<void> {
    const { how, delivery, atMs } = settlement
    const { id, target } = delivery
    const texts = [how, id, target, JSON.stringify(delivery), JSON.stringify(lastDeliveryOf(settlement))]
    const numbers = [String(Math.trunc(atMs)), String(mostDead)]
    const isOurs = await this.#run<number>(SETTLE_SCRIPT, ...fenceArguments(fence), ...texts, ...numbers)
    if (isOurs === 0) throw fenced()
  }

  async counts(targets: readonly string[]): Promise<ReadonlyMap<string, QueueCount>> {
    const ids = [...new Set(targets)]
    if (ids.length === 0) return new Map()
    const found = await this.#run<(string | number)[]>(COUNT_SCRIPT, ...ids)
    return new Map(
      ids.map((target, i) => {
        const [waiting, first, dead, last] = found.slice(i * 4, i * 4 + 4)
        const count: QueueCount = {
          waiting: Number(waiting),
          oldestMs: first === '' ? null : deliveryFromText(String(first), DELIVERIES).alarm.atMs,
          dead: Number(dead),
          last: last === '' ? null : (parsed(String(last), LAST) as LastDelivery)
        }
        return [target, count]
      })
    )
  }

  async dead(target: string | null, { cursor, limit }: PageQuery): Promise<Page<Delivery>> {
    const key = target === null ? DEAD : deadOf(target)
    // A target keeps some hundreds of them at most.
    const all = await this.#ask('read', redis => redis.zrange(key, '0', '-1', 'REV'))
    const from = cursor === null ? 0 : all.indexOf(cursor) + 1
    const ids = all.slice(from, from + limit)
    return { items: await this.#deliveries(ids), next: all.length > from + limit ? (ids.at(-1) ?? null) : null }
  }

  async revive(ids: readonly string[], nowMs: number): Promise<number> {
    const found = await this.#deliveries(ids)
    const args = found.flatMap(one => [one.id, one.target, JSON.stringify(revived(one, nowMs))])
    return this.#run<number>(RAISE_SCRIPT, ...args)
  }

  async removeDead(ids: readonly string[]): Promise<number> {
    const found = await this.#deliveries(ids)
    return this.#run<number>(RAISE_SCRIPT, ...found.flatMap(({ id, target }) => [id, target, '']))
  }

  async targets(): Promise<ReadonlyMap<string, string>> {
    const all = Object.entries(await this.#ask('read', redis => redis.hgetall(TARGETS)))
    return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  async saveTarget(id: string, text: string, entry: AuditEntry): Promise<void> {
    await this.#ask('write', async redis => {
      committed(await withAudit(redis.multi().hset(TARGETS, id, text), entry).exec())
      await confirmWrite(redis, this.#terms)
    })
  }

  async removeTarget(id: string, entry: AuditEntry): Promise<void> {
    await this.#ask('write', async redis => {
      const transaction = redis.multi().hdel(TARGETS, id)
      transaction.eval(FORGET_SCRIPT, KEYS.length, ...KEYS, OF_ALARMS, id)
      committed(await withAudit(transaction, entry).exec())
      await confirmWrite(redis, this.#terms)
    })
  }

  async #deliveries(ids: readonly string[]): Promise<readonly Delivery[]> {
    if (ids.length === 0) return []
    const texts = await this.#ask('read', redis => redis.hmget(DELIVERIES, ...ids))
    return texts.flatMap(text => (text === null ? [] : [deliveryFromText(text, DELIVERIES)]))
  }

  #run<Answer>(script: string, ...args: readonly string[]): Promise<Answer> {
    return this.#ask('write', async (redis: Redis) => {
      return (await redis.eval(script, KEYS.length, ...KEYS, OF_ALARMS, ...args)) as Answer
    })
  }
}

function fenced(): AppError {
  return new AppError('fleet/fenced', 'Alarms are another member of the fleet to send by now')
}
