import { Cluster, type Redis } from 'ioredis'
import type { RedisServerOrCluster } from '../../clients/redis-address.ts'
import { openServerOrCluster, whenReady } from '../../clients/redis-connection.ts'
import type { SeenStream } from '../found-stream.ts'

/** Key of a stream's frames: this, then its name (the wire contract). */
const PREFIX = 'frames:'
const COMMAND_TIMEOUT_MS = 5000
const SCAN_COUNT = 1000
/** Looked at side by side: each brings a picture. */
const AT_ONCE = 8
/** Says whether a picture can be decoded: its size, or why not. */
export type PictureCheck = (jpeg: Uint8Array) => Promise<{ readonly ok: boolean; readonly detail: string }>

export interface SeenStreams {
  /** By name. */
  readonly streams: readonly SeenStream[]
  /** Not so when there were more than were asked for. */
  readonly isAll: boolean
}

/** Looks at the streams of frames in one Redis, or in a cluster. It reads alone. */
export class RedisStreams {
  readonly #redis: Redis | Cluster

  constructor(place: RedisServerOrCluster) {
    this.#redis = openServerOrCluster(place, 'migrate', COMMAND_TIMEOUT_MS)
  }

  /** @returns The server's version, as far as it tells. @throws Error why it cannot be reached or does not let in. */
  async check(): Promise<string> {
    await whenReady(this.#redis, COMMAND_TIMEOUT_MS)
    await this.#redis.ping()
    // A user of few rights may not ask.
    const info = await (this.#servers()[0] ?? this.#redis).info('server').catch(() => '')
    return /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown'
  }

  /** The streams of frames. @param most Keys that are looked at. */
  async find(checkPicture: PictureCheck, most: number): Promise<SeenStreams> {
    const keys = await this.#keys(most + 1)
    const isAll = keys.length <= most
    keys.length = Math.min(keys.length, most)
    const nowMs = await this.#nowMs()
    const found: SeenStream[] = []
    for (let i = 0; i < keys.length; i += AT_ONCE) {
      const looks = keys.slice(i, i + AT_ONCE).map(key => this.#look(key, nowMs, checkPicture))
      found.push(...(await Promise.all(looks)).filter(one => one !== null))
    }
    return { streams: found.sort((one, other) => (one.stream < other.stream ? -1 : 1)), isAll }
  }

  close(): void {
    this.#redis.disconnect()
  }

  /** Those that have keys of their own: in a cluster, its primaries. */
  #servers(): readonly Redis[] {
    return this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis]
  }

  async #keys(most: number): Promise<string[]> {
    const keys = new Set<string>()
    for (const server of this.#servers()) {
      let cursor = '0'
      do {
        const [next, page] = await server.scan(cursor, 'MATCH', `${PREFIX}*`, 'COUNT', SCAN_COUNT)
        for (const key of page) if (key.length > PREFIX.length) keys.add(key)
        cursor = next
      } while (cursor !== '0' && keys.size < most)
    }
    return [...keys].slice(0, most)
  }

  /** The server's own clock made the ids. */
  async #nowMs(): Promise<number> {
    const [seconds, micros] = await this.#redis.time()
    return Number(seconds) * 1000 + Number(micros) / 1000
  }

  /** @returns Null for a key that is no stream. */
  async #look(key: string, nowMs: number, checkPicture: PictureCheck): Promise<SeenStream | null> {
    // SCAN itself can ask for a type from Redis 6 on alone.
    if ((await this.#redis.type(key)) !== 'stream') return null
    const stream = key.slice(PREFIX.length)
    const entries = await this.#redis.xlen(key)
    const [newest] = (await this.#redis.callBuffer('XREVRANGE', key, '+', '-', 'COUNT', '1')) as [Buffer, Buffer[]][]
    if (newest === undefined) return { stream, entries, ageMs: null, picture: 'none', detail: 'It has no entries' }
    const [id, fields] = newest
    const ageMs = Math.max(0, nowMs - Number(id.toString().split('-')[0]))
    const jpeg = await this.#pictureOf(fields)
    if (jpeg === null) return { stream, entries, ageMs, picture: 'none', detail: 'Its newest entry has no picture' }
    const { ok, detail } = await checkPicture(jpeg)
    return { stream, entries, ageMs, picture: ok ? 'decodable' : 'unusable', detail }
  }

  async #pictureOf(fields: readonly Buffer[]): Promise<Buffer | null> {
    const field = (name: string): Buffer | null => {
      const at = fields.findIndex((text, i) => i % 2 === 0 && text.toString() === name)
      return at < 0 ? null : (fields[at + 1] ?? null)
    }
    const key = field('jpeg_key')
    return field('jpeg') ?? (key === null ? null : this.#redis.getBuffer(key).catch(() => null))
  }
}
