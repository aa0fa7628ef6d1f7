import type { Redis } from 'ioredis'
import type { MeasureBatch } from '../incident-store.ts'
import { measuresToBytes, readableMeasures } from '../stored-measures.ts'
import { PREFIX } from './redis-incident-index.ts'

/** Runs a command; what fails is an AppError `incident/store-failed`. */
export type Ask = <T>(verb: 'read' | 'write', command: (redis: Redis) => Promise<T>) => Promise<T>

const MEASURES = `${PREFIX}measures`

/**
 * Points of measures, a field for each moment. Without a fleet all cameras are in one hash; with one, each slot has its
 * own, so that who takes a slot over reads no more than the points of its cameras.
 */
export class RedisMeasures {
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  async save(atMs: number, batch: MeasureBatch, slot?: number): Promise<void> {
    const bytes = await measuresToBytes(batch)
    await this.#ask('write', redis => redis.hset(keyOf(slot), String(Math.trunc(atMs)), bytes))
  }

  async read(sinceMs: number, slots?: readonly number[]): Promise<readonly MeasureBatch[]> {
    const all: { readonly atMs: number; readonly bytes: Uint8Array }[] = []
    for (const key of keysOf(slots)) {
      for (const field of await this.#times(key, atMs => atMs >= sinceMs)) {
        const bytes = await this.#ask('read', redis => redis.hgetBuffer(key, field))
        if (bytes !== null) all.push({ atMs: Number(field), bytes })
      }
    }
    all.sort((one, other) => one.atMs - other.atMs)
    return readableMeasures(all.map(({ bytes }) => bytes))
  }

  async removeOld(beforeMs: number, slots?: readonly number[]): Promise<void> {
    for (const key of keysOf(slots)) {
      const old = await this.#times(key, atMs => atMs < beforeMs)
      if (old.length > 0) await this.#ask('write', redis => redis.hdel(key, ...old))
    }
  }

  async #times(key: string, isWanted: (ms: number) => boolean): Promise<string[]> {
    const fields = await this.#ask('read', redis => redis.hkeys(key))
    return fields.filter(field => isWanted(Number(field))).sort((one, other) => Number(one) - Number(other))
  }
}

function keysOf(slots: readonly number[] | undefined): string[] {
  return slots === undefined ? [keyOf(undefined)] : slots.map(keyOf)
}

function keyOf(slot: number | undefined): string {
  return slot === undefined ? MEASURES : `${MEASURES}:${slot}`
}
