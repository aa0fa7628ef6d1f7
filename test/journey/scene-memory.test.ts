import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { cursorKeyOf } from '../../src/clients/cursor-key.ts'
import { loadSettings } from '../../src/config/load.ts'
import { slotOf } from '../../src/fleet/slot.ts'
import { silentLog } from '../../src/lib/log.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { ShardPool } from '../../src/shards/shard-pool.ts'
import { drawnJpeg } from '../pictures.ts'
import { HEIGHT, sceneLevel, seeded, WIDTH } from '../pipeline/detect/scene/drawn-scene.ts'
import { describeWithRedis } from '../servers/need.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type LogLine, type ResultListener, RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'

// Minutes of frames on a machine that others use too.
vi.setConfig({ testTimeout: 120_000 })

const KEY = 'camera-check:scene:gate'
/** Long enough that no other view is taken for the right one, s. */
const LONG_KNOWN_S = 150

const MEMORY = { SCENE_MEMORY_SAVE_SECONDS: '1', MINIO_SAVE_MODE: 'none' }
const SOON = { timeout: 30_000, interval: 50 }

type Level = (x: number, y: number) => number
const turned: Level = (x, y) => sceneLevel(WIDTH - 1 - x, HEIGHT - 1 - y)
const covered: Level = (x, y) => 70 + x / 20 + y / 30

/** Frames that differ by their noise alone, to be shown in turn. */
async function film(level: Level): Promise<Buffer[]> {
  const noise = seeded(5)
  const grain = () => (noise() + noise() + noise() - 1.5) * 4
  const frames: Buffer[] = []
  for (let i = 0; i < 6; i++) frames.push(await drawnJpeg(WIDTH, HEIGHT, (x, y) => level(x, y) + grain()))
  return frames
}

let healthy: Buffer[]
let moved: Buffer[]
let occluded: Buffer[]
beforeAll(async () => {
  healthy = await film(sceneLevel)
  moved = await film(turned)
  occluded = await film(covered)
})

const kindsOf = (results: readonly ResultMessage[]) => results.map(({ data }) => data.result.faults[0]?.kind ?? 'none')
const warnings = (log: readonly LogLine[], stream: string) =>
  log.filter(line => line.level === 'warn' && line.stream === stream)

describeWithRedis('scene memory over restarts, frames and memory in Redis', () => {
  let redis: RunningServer
  let client: Redis
  let service: RunningService
  let listener: ResultListener
  let clockMs: number
  let shown: number
  /** What the first test leaves behind, for the others to go on from. */
  let known: Buffer

  beforeAll(async () => {
    redis = await startRedis()
    client = new Redis(redis.url)
  })
  afterAll(async () => {
    client?.disconnect()
    await redis?.stop()
  })
  beforeEach(async () => {
    await client.flushall()
    // Frames are as old as their entry ids say: minutes of them can be shown in a second.
    clockMs = Date.now() - 3_600_000
  })
  afterEach(() => service?.dispose())

  async function start(): Promise<void> {
    service = await RunningService.start({ ...PATIENT, ...redisEnvironment(redis.url), ...MEMORY })
    listener = await service.listen()
    shown = 0
  }

  /** Adds a film at one frame a second of the camera's own time. */
  async function push(frames: readonly Buffer[], seconds: number, stream = 'gate'): Promise<void> {
    const pipeline = client.pipeline()
    for (let i = 0; i < seconds; i++) {
      clockMs += 1000
      pipeline.xadd(`frames:${stream}`, `${clockMs}-1`, 'meta', '{}', 'jpeg', frames[i % frames.length]!)
    }
    await pipeline.exec()
  }

  /** Adds a film. @returns Its results. */
  async function show(frames: readonly Buffer[], seconds: number, stream = 'gate'): Promise<ResultMessage[]> {
    await push(frames, seconds, stream)
    const before = shown
    shown += seconds
    return (await listener.count(stream, shown, 60_000)).slice(before)
  }

  async function restart(signal: NodeJS.Signals): Promise<void> {
    // A frame whose judgement was not yet kept when the process was killed would be judged once more.
    const cursor = () => client.hget(cursorKeyOf(slotOf('gate')), 'gate')
    await expect.poll(cursor, SOON).toBe(`${clockMs}-1`)
    await service.stop(signal)
    await start()
  }

  /** Until what was learned last has been saved: nothing is shown any more, and two rounds have changed nothing. */
  async function untilSaved(): Promise<void> {
    let before: Buffer | null = null
    let now: Buffer | null = null
    do {
      before = now
      await new Promise(resolve => setTimeout(resolve, 2200))
      now = await client.getBuffer(KEY)
    } while (now === null || before === null || !now.equals(before))
  }

  /** A service that has just been started for a camera that an earlier one has learned. */
  async function startKnowing(): Promise<void> {
    await client.set(KEY, known)
    await start()
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
  }

  it('from its very first result the service knows the scene, after kill -9 and after SIGTERM, and no alarm comes', async () => {
    await start()
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    const results = await show(healthy, LONG_KNOWN_S)
    expect(results[0]!.data.result.learning).toBe(true)
    expect(results.at(-1)!.data.result).toMatchObject({ learning: false, faults: [] })
    await untilSaved()
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      await restart(signal)
      const after = await show(healthy, 20)
      expect(after.map(({ data }) => data.result.learning)).toEqual(after.map(() => false))
      expect(new Set(kindsOf(after))).toEqual(new Set(['none']))
      await expect.poll(() => scrapedMetric(service.url, 'scene_memories_restored_total'), SOON).toBe(1)
    }
    await service.stop('SIGTERM')
    known = (await client.getBuffer(KEY))!
    expect(known.length).toBeLessThanOrEqual(65_536)
    expect(await client.pttl(KEY)).toBeGreaterThan(29 * 86_400_000)
  })

  it.each([
    ['moved', () => moved],
    ['occluded', () => occluded]
  ])('%s while the service was down: found within 4 s, and not learned', async (kind, fault) => {
    await startKnowing()
    const kinds = kindsOf(await show(fault(), 60))
    expect(kinds.slice(0, 4)).toContain(kind)
    expect(new Set(kinds.slice(4))).toEqual(new Set([kind]))
    expect(new Set(kindsOf(await show(healthy, 10)).slice(5))).toEqual(new Set(['none']))
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'a fault that was up at %s is raised again: the memory keeps the healthy look',
    async signal => {
      await startKnowing()
      expect(kindsOf(await show(moved, 40)).at(-1)).toBe('moved')
      await restart(signal)
      const kinds = kindsOf(await show(moved, 60))
      expect(kinds.slice(0, 4)).toContain('moved')
      expect(new Set(kinds.slice(4))).toEqual(new Set(['moved']))
      expect(new Set(kindsOf(await show(healthy, 10)).slice(5))).toEqual(new Set(['none']))
    }
  )

  it('a camera that is subscribed again, or after a stop, is still known; another is not', async () => {
    await startKnowing()
    expect((await show(healthy, 20)).at(-1)!.data.result.learning).toBe(false)
    await service.post('/pushhub/subscribe', { streams: ['other'] })
    await service.post('/pushhub/subscribe', { streams: ['gate', 'other'] })
    expect((await show(healthy, 3)).map(({ data }) => data.result.learning)).toEqual([false, false, false])
    await client.xadd('frames:other', `${clockMs}-1`, 'meta', '{}', 'jpeg', healthy[0]!)
    expect((await listener.count('other', 1))[0]!.data.result.learning).toBe(true)
    await service.post('/pushhub/stop')
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    expect((await show(healthy, 3)).map(({ data }) => data.result.learning)).toEqual([false, false, false])
  })

  it('a shard thread that dies goes on from the last save', async () => {
    const results: ResultMessage[] = []
    let savedTotal = 0
    const settings = { ...redisEnvironment(redis.url), ...PATIENT, ...MEMORY, LOG_LEVEL: 'silent' }
    const pool = new ShardPool({
      settings: loadSettings(settings).settings,
      count: 1,
      threadUrl: new URL('../../dist/shards/shard-thread.js', import.meta.url),
      log: silentLog,
      onResults: all => results.push(...all.map(({ text }) => JSON.parse(text) as ResultMessage)),
      onStatus: (_, { scenes }) => {
        savedTotal = scenes.saved
      },
      onRestart: () => {
        savedTotal = 0
      },
      onStop: () => undefined
    })
    await pool.start()
    try {
      await pool.assign(1, [{ stream: 'gate', settings: DEFAULT_CAMERA_SETTINGS }])
      await push(healthy, 30)
      await expect.poll(() => results.at(-1)?.data.result.learning, SOON).toBe(false)
      await expect.poll(() => savedTotal, SOON).toBeGreaterThan(0)
      await pool.terminateShard(0)
      await expect.poll(() => pool.check().every(({ ok }) => ok), SOON).toBe(true)
      const before = results.length
      await push(healthy, 5)
      await expect.poll(() => results.length, SOON).toBe(before + 5)
      expect(results.slice(before).map(({ data }) => data.result.learning)).toEqual(
        Array.from({ length: 5 }, () => false)
      )
    } finally {
      await pool.stop()
    }
  })

  it('garbage in its place is told once with the name of the camera, which is learned anew', async () => {
    const changed = Buffer.from(known)
    changed[999]! ^= 1
    const versionOf99 = Buffer.from(known)
    versionOf99[4] = 99
    await client.set(KEY, known)
    const garbage: Readonly<Record<string, Buffer>> = {
      truncated: known.subarray(0, known.length - 1),
      changed,
      version: versionOf99,
      text: Buffer.from('{"scene":"gate"}'),
      zeros: Buffer.alloc(30_000),
      large: Buffer.alloc(8 * 1024 * 1024, 1)
    }
    const streams = [...Object.keys(garbage), 'list']
    for (const [stream, bytes] of Object.entries(garbage)) await client.set(`camera-check:scene:${stream}`, bytes)
    await client.rpush('camera-check:scene:list', 'a')
    await start()
    await service.post('/pushhub/subscribe', { streams: [...streams, 'gate'] })
    for (const stream of streams) {
      await client.xadd(`frames:${stream}`, `${clockMs}-1`, 'meta', '{}', 'jpeg', healthy[0]!)
      const [result] = await listener.count(stream, 1)
      expect([stream, result!.data.result.learning, result!.data.result.faults]).toEqual([stream, true, []])
      expect([stream, warnings(service.log, stream).length]).toEqual([stream, 1])
    }
    expect((await show(healthy, 2))[0]!.data.result.learning).toBe(false)
    await expect.poll(() => scrapedMetric(service.url, 'scene_memories_refused_total'), SOON).toBe(streams.length)
    shown = 1
    await show(healthy, 30, 'list')
    await expect.poll(() => client.type('camera-check:scene:list'), SOON).toBe('string')
  })
})

describe('scene memory over restarts, frames over HTTP and memory in the data folder', () => {
  const FRAMES_A_SECOND = 4
  let service: RunningService
  let listener: ResultListener
  afterAll(() => service?.dispose())

  /** Real time: frames that come over HTTP are as old as they are. */
  async function show(frames: readonly Buffer[], seconds: number): Promise<ResultMessage[]> {
    const before = listener.of('gate/../1').length
    const count = seconds * FRAMES_A_SECOND
    for (let i = 0; i < count; i++) {
      expect(await service.postFrame('gate/../1', frames[i % frames.length]!)).toBe(202)
      await new Promise(resolve => setTimeout(resolve, 1000 / FRAMES_A_SECOND))
    }
    return (await listener.count('gate/../1', before + count)).slice(before)
  }

  it('a camera is known after kill -9 and after SIGTERM, and garbage in its file is refused', async () => {
    const settings = { ...PATIENT, ...MEMORY }
    service = await RunningService.start(settings)
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate/../1'] })
    expect((await show(healthy, 15)).at(-1)!.data.result.learning).toBe(false)
    const folder = join(service.dataDir, 'scenes')
    await expect.poll(async () => (await readdir(folder).catch(() => [])).length, SOON).toBe(2)
    const [name] = (await readdir(folder)).filter(file => file.endsWith('.scene'))
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      await service.stop(signal)
      service = await RunningService.start({ ...settings, DATA_DIR: service.dataDir })
      listener = await service.listen()
      const results = await show(healthy, 1)
      expect(results.map(({ data }) => [data.result.learning, data.result.faults])).toEqual(
        results.map(() => [false, []])
      )
    }
    await service.stop('SIGTERM')
    await writeFile(join(folder, name!), 'garbage')
    service = await RunningService.start({ ...settings, DATA_DIR: service.dataDir })
    listener = await service.listen()
    expect((await show(healthy, 1))[0]!.data.result.learning).toBe(true)
    expect(warnings(service.log, 'gate/../1')).toHaveLength(1)
  })
})
