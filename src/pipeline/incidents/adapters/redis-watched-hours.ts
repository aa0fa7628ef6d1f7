import type { WatchedHour, Whose } from '../incident-store.ts'
import { mergedHour } from '../merged-hour.ts'
import { hourFromBytes, hourToBytes } from '../stored-json.ts'
import { PREFIX } from './redis-incident-index.ts'
import type { Ask } from './redis-measures.ts'

const HOURS = `${PREFIX}hours`

interface HourField {
  readonly field: string
  readonly hourMs: number
  /** Member of a fleet that counted; null: counted without a fleet. */
  readonly writer: string | null
}

/** What was counted of each hour: a field for each hour, and in a fleet for each member that counted. */
export class RedisWatchedHours {
  readonly #ask: Ask
  readonly #writer: string | null

  constructor(ask: Ask, writer: string | null) {
    this.#ask = ask
    this.#writer = writer
  }

  async save(hourMs: number, hour: WatchedHour): Promise<void> {
    const bytes = await hourToBytes(hour)
    const field = this.#writer === null ? String(hourMs) : `${hourMs} ${this.#writer}`
    await this.#ask('write', redis => redis.hset(HOURS, field, bytes))
  }

  async read(fromMs: number, toMs: number, whose: Whose): Promise<ReadonlyMap<number, WatchedHour>> {
    const hours = new Map<number, WatchedHour>()
    for (const { field, hourMs, writer } of await this.#fields()) {
      const isOwn = writer === this.#writer
      if (hourMs < fromMs || hourMs >= toMs || (whose !== 'all' && isOwn !== (whose === 'own'))) continue
      const bytes = await this.#ask('read', redis => redis.hgetBuffer(HOURS, field))
      if (bytes === null) continue
      const hour = await hourFromBytes(bytes, `${HOURS} (${field})`)
      const known = hours.get(hourMs)
      hours.set(hourMs, known === undefined ? hour : mergedHour(known, hour))
    }
    return hours
  }

  async removeOld(beforeMs: number): Promise<void> {
    const old = (await this.#fields()).filter(({ hourMs }) => hourMs < beforeMs).map(({ field }) => field)
    if (old.length > 0) await this.#ask('write', redis => redis.hdel(HOURS, ...old))
  }

  /** Oldest first. */
  async #fields(): Promise<HourField[]> {
    const fields = await this.#ask('read', redis => redis.hkeys(HOURS))
    return fields.map(hourField).sort((one, other) => one.hourMs - other.hourMs)
  }
}

function hourField(field: string): HourField {
  const space = field.indexOf(' ')
  if (space < 0) return { field, hourMs: Number(field), writer: null }
  return { field, hourMs: Number(field.slice(0, space)), writer: field.slice(space + 1) }
}
