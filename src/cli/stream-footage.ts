import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRedis, whenReady } from '../clients/redis-connection.ts'
import type { RedisAddress } from '../clients/redis-address.ts'
import { AppError, errorText } from '../errors.ts'
import { pictureFileName } from './picture-file-name.ts'

export interface StreamPlace {
  readonly address: RedisAddress
  /** The whole key, such as `frames:gate`. */
  readonly key: string
}

const DEADLINE_MS = 10_000
/** Entries of one reply: pictures of 300 KB make it 15 MB. */
const READ_AT_ONCE = 50

/** Whether the words name a stream and no folder. */
export function isStreamUrl(words: string): boolean {
  return /^rediss?:\/\//i.test(words)
}

/** @throws {AppError} `footage/unreadable` */
export function streamPlace(words: string): StreamPlace {
  const refused = (why: string) => new AppError('footage/unreadable', `Cannot read the stream of frames: ${why}`)
  if (!URL.canParse(words)) throw refused('expected redis://host:port/frames:gate')
  const url = new URL(words)
  const [, database = '', key = ''] = /^\/(?:(\d+)\/)?(.*)$/.exec(url.pathname) ?? []
  if (key === '') throw refused('expected the key behind the host, as in redis://host:6379/frames:gate')
  const textOf = (part: string) => (part === '' ? null : decodeURIComponent(part))
  return {
    key: decodeURIComponent(key),
    address: {
      host: url.hostname,
      port: url.port === '' ? 6379 : Number(url.port),
      db: database === '' ? 0 : Number(database),
      username: textOf(url.username),
      password: textOf(url.password),
      tls: url.protocol === 'rediss:'
    }
  }
}

/** A folder with the newest frames of a stream, each under its time; the caller takes it away. */
export interface FetchedFootage {
  readonly folder: string
  remove(): void
}

/**
 * Copies the newest frames of a stream into a folder of their own. Nothing is written to Redis.
 *
 * @param most Frames.
 * @throws {AppError} `footage/unreadable` when the server cannot be reached or the stream has no pictures.
 */
export async function fetchStream({ address, key }: StreamPlace, most: number): Promise<FetchedFootage> {
  const folder = mkdtempSync(join(tmpdir(), 'camera-check-evaluate-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const redis = openRedis(address, 'evaluate', DEADLINE_MS)
  try {
    await whenReady(redis, DEADLINE_MS)
    const camera = join(folder, cameraName(key))
    await mkdir(camera)
    let [end, count] = ['+', 0]
    while (count < most) {
      const wanted = String(Math.min(READ_AT_ONCE, most - count))
      const entries = (await redis.callBuffer('XREVRANGE', key, end, '-', 'COUNT', wanted)) as readonly StreamEntry[]
      for (const [id, fields] of entries) count += await keep(camera, id.toString(), fields)
      const last = entries.at(-1)
      if (last === undefined || entries.length < Number(wanted)) break
      end = `(${last[0].toString()}`
    }
    if (count > 1) return { folder, remove }
    throw new AppError('footage/unreadable', `Cannot read ${key}: expected two frames or more, found ${count}`)
  } catch (cause) {
    remove()
    if (cause instanceof AppError) throw cause
    const where = `${address.host}:${address.port}`
    throw new AppError('footage/unreadable', `Cannot read ${key} from ${where}: ${errorText(cause)}`, { cause })
  } finally {
    redis.disconnect()
  }
}

type StreamEntry = readonly [id: Buffer, fields: readonly Buffer[] | null]

/** @returns 1 when the entry has a picture. */
async function keep(folder: string, id: string, fields: readonly Buffer[] | null): Promise<number> {
  const at = fields?.findIndex((field, i) => i % 2 === 0 && field.toString() === 'jpeg') ?? -1
  const jpeg = at < 0 ? undefined : fields?.[at + 1]
  if (jpeg === undefined || jpeg.length === 0) return 0
  await writeFile(join(folder, pictureFileName(id)), jpeg)
  return 1
}

/** The stream as its camera is called, safe as the name of a folder. */
function cameraName(key: string): string {
  const name = key.replace(/^frames:/, '').replace(/[^\p{L}\p{N}._-]/gu, '_')
  return name.replace(/^\.+/, '_').slice(0, 100) || 'stream'
}
