import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RedisAddress } from '../../src/clients/redis-address.ts'
import { FolderSceneMemoryStore } from '../../src/pipeline/detect/adapters/folder-scene-memory-store.ts'
import { RedisSceneMemoryStore } from '../../src/pipeline/detect/adapters/redis-scene-memory-store.ts'
import { sceneFileName } from '../../src/pipeline/detect/adapters/scene-file-name.ts'
import { MAX_SCENE_MEMORY_BYTES, type SceneMemoryStore } from '../../src/pipeline/detect/memory/scene-memory-store.ts'
import { describeWithRedis } from '../servers/need.ts'

const KEEP_MS = 3_600_000
const PREFIX = 'camera-check:scene:'
/** Every byte there is, so that a store that takes them for text is found out. */
const BYTES = Uint8Array.from({ length: 30_000 }, (_, i) => (i * 7 + (i >> 8)) & 255)
/** Names that would be dangerous in a path, a key or a pattern. */
const STREAMS = [
  'gate-1',
  'GATE-1',
  '门口 "1"/x',
  '../../etc/passwd',
  '/etc/passwd',
  '..',
  '.',
  '.writing',
  'a*?[b]',
  'line\nbreak\r\n*3\r\n$3\r\nDEL',
  '\0',
  '__proto__',
  'x'.repeat(4096),
  '😀'.repeat(1000)
]

interface Fixture {
  readonly open: () => SceneMemoryStore
  /** Puts bytes where the store keeps its own. */
  readonly spoil: (stream: string, bytes: Uint8Array) => Promise<unknown>
  /** Puts something there that is not even bytes. */
  readonly block: (stream: string) => Promise<unknown>
  readonly clear: () => Promise<unknown>
}

/** What every store of scenes must do. */
function holdsToContract(fixture: () => Fixture): void {
  let store: SceneMemoryStore

  beforeEach(() => {
    store = fixture().open()
  })
  afterEach(async () => {
    await store.close()
    await fixture().clear()
  })

  it('has nothing of a camera before the first save', async () => {
    expect(await store.load('gate-1')).toBeNull()
  })

  it('gives back what was saved last, byte for byte, also to another process', async () => {
    await store.save('gate-1', BYTES.subarray(0, 10))
    await store.save('gate-1', BYTES)
    const other = fixture().open()
    expect(Buffer.compare((await other.load('gate-1'))!, BYTES)).toBe(0)
    await other.close()
  })

  it('keeps bytes that are a part of a larger buffer', async () => {
    await store.save('gate-1', BYTES.subarray(3, 1003))
    expect(Buffer.compare((await store.load('gate-1'))!, BYTES.subarray(3, 1003))).toBe(0)
  })

  it('keeps cameras apart, whatever they are called', async () => {
    await Promise.all(STREAMS.map((stream, i) => store.save(stream, Uint8Array.of(i + 1))))
    const loaded = await Promise.all(STREAMS.map(stream => store.load(stream)))
    expect(loaded.map(bytes => bytes?.[0])).toEqual(STREAMS.map((_, i) => i + 1))
  })

  it('forgets a camera, and no other', async () => {
    await store.save('gate-1', BYTES)
    await store.save('gate-2', BYTES)
    await store.remove('gate-1')
    await store.remove('never-seen')
    expect(await store.load('gate-1')).toBeNull()
    expect((await store.load('gate-2'))?.length).toBe(BYTES.length)
  })

  it('takes 64 KiB, and refuses one byte more', async () => {
    const most = new Uint8Array(MAX_SCENE_MEMORY_BYTES).fill(7)
    await store.save('gate-1', most)
    expect((await store.load('gate-1'))?.length).toBe(most.length)
    const tooMany = store.save('gate-1', new Uint8Array(MAX_SCENE_MEMORY_BYTES + 1))
    await expect(tooMany).rejects.toMatchObject({ code: 'scene-memory/refused', stream: 'gate-1' })
    expect((await store.load('gate-1'))?.length).toBe(most.length)
  })

  it('refuses what is too large to be a scene, without reading all of it', async () => {
    await fixture().spoil('gate-1', new Uint8Array(20 * 1024 * 1024))
    await expect(store.load('gate-1')).rejects.toMatchObject({ code: 'scene-memory/refused', stream: 'gate-1' })
    await store.remove('gate-1')
    expect(await store.load('gate-1')).toBeNull()
  })

  it('refuses what is not bytes at all, and can put a scene in its place', async () => {
    await fixture().block('gate-1')
    await expect(store.load('gate-1')).rejects.toMatchObject({ code: 'scene-memory/refused', stream: 'gate-1' })
    await store.remove('gate-1')
    await store.save('gate-1', BYTES)
    expect((await store.load('gate-1'))?.length).toBe(BYTES.length)
  })

  it('takes many saves of one camera at once: one of them is there in the end, whole', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => store.save('gate-1', new Uint8Array(20_000).fill(i))))
    const bytes = (await store.load('gate-1'))!
    expect(bytes.length).toBe(20_000)
    expect(new Set(bytes).size).toBe(1)
  })
}

describe('scenes in a folder', () => {
  const nowMs = Date.UTC(2026, 0, 5, 8)
  let root: string
  let folder: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'camera-check-scenes-'))
    folder = join(root, 'data', 'scenes')
    await mkdir(folder, { recursive: true })
  })
  const open = () => new FolderSceneMemoryStore(folder, () => nowMs)
  const pathOf = (stream: string) => join(folder, sceneFileName(stream))
  holdsToContract(() => ({
    open,
    spoil: (stream, bytes) => writeFile(pathOf(stream), bytes),
    block: stream => mkdir(join(pathOf(stream), 'a', 'b'), { recursive: true }),
    clear: () => rm(root, { recursive: true, force: true })
  }))

  it('writes nothing outside of its folder, whatever a camera is called, and leaves no draft', async () => {
    const store = open()
    for (const stream of STREAMS) await store.save(stream, BYTES)
    expect(await readdir(root)).toEqual(['data'])
    expect(await readdir(join(root, 'data'))).toEqual(['scenes'])
    const names = await readdir(folder)
    expect(names).toHaveLength(STREAMS.length + 1)
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length)
    expect(await readdir(join(folder, '.writing'))).toEqual([])
  })

  it('makes its folder when it is needed', async () => {
    await rm(folder, { recursive: true })
    await open().save('gate-1', BYTES)
    expect(await open().load('gate-1')).toHaveLength(BYTES.length)
  })

  it.each([
    ['a link to another file', async (path: string) => symlink('/etc/passwd', path)],
    ['a pipe that nobody writes to', async (path: string) => execFileSync('mkfifo', [path])]
  ])('refuses %s, at once', async (_name, make) => {
    await make(pathOf('gate-1'))
    await expect(open().load('gate-1')).rejects.toMatchObject({ code: 'scene-memory/refused' })
    await open().save('gate-1', BYTES)
    expect((await stat(pathOf('gate-1'))).isFile()).toBe(true)
    expect(await readFile('/etc/passwd', 'utf8')).toContain('root')
  })

  it('counts the time for which a scene is kept from its last reading', async () => {
    await open().save('gate-1', BYTES)
    await utimes(pathOf('gate-1'), 0, 0)
    await open().load('gate-1')
    expect((await stat(pathOf('gate-1'))).mtimeMs).toBe(nowMs)
  })

  it('names the file that it cannot write', async () => {
    await writeFile(join(root, 'file'), '')
    const store = new FolderSceneMemoryStore(join(root, 'file'), () => nowMs)
    const message = expect.stringContaining('/file/gate-1-')
    await expect(store.save('gate-1', BYTES)).rejects.toMatchObject({ code: 'scene-memory/store-failed', message })
    await expect(store.load('gate-1')).rejects.toMatchObject({ code: 'scene-memory/store-failed', message })
  })
})

describeWithRedis('scenes in Redis', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address: RedisAddress = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: 1,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: 1, lazyConnect: true })
  const open = () => new RedisSceneMemoryStore(address, 'scenes-test', KEEP_MS)
  afterAll(() => redis.disconnect())
  holdsToContract(() => ({
    open,
    spoil: (stream, bytes) => redis.set(PREFIX + stream, Buffer.from(bytes)),
    block: stream => redis.rpush(PREFIX + stream, 'a', 'b'),
    clear: () => redis.flushdb()
  }))

  it('gives every key a time to live, which begins anew with each save and load', async () => {
    const store = open()
    await store.save('gate-1', BYTES)
    expect(await redis.pttl(`${PREFIX}gate-1`)).toBeGreaterThan(KEEP_MS - 10_000)
    await redis.pexpire(`${PREFIX}gate-1`, 60_000)
    await store.load('gate-1')
    // Behind the load on the same connection.
    await store.load('gate-1')
    expect(await redis.pttl(`${PREFIX}gate-1`)).toBeGreaterThan(KEEP_MS - 10_000)
    await store.close()
  })

  it('is gone after its time', async () => {
    const store = new RedisSceneMemoryStore(address, 'scenes-test', 30)
    await store.save('gate-1', BYTES)
    await expect.poll(() => redis.exists(`${PREFIX}gate-1`), { timeout: 5000 }).toBe(0)
    expect(await store.load('gate-1')).toBeNull()
    await store.close()
  })

  it('says that Redis cannot be reached', async () => {
    const store = new RedisSceneMemoryStore({ ...address, port: 1 }, 'scenes-test', KEEP_MS)
    await expect(store.load('gate-1')).rejects.toMatchObject({ code: 'scene-memory/store-failed', stream: 'gate-1' })
    await store.close()
  })
})
