import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeJpeg } from '../../src/codec/decode.ts'
import { PlanePool } from '../../src/codec/plane-pool.ts'
import { BytePool } from '../../src/lib/byte-pool.ts'
import { silentLog } from '../../src/lib/log.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { MemorySource } from '../../src/pipeline/capture/adapters/memory-source.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import type { CameraSessionContext } from '../../src/pipeline/session-context.ts'
import { HiddenCamera } from '../../src/shards/hidden-camera.ts'
import { Shard } from '../../src/shards/shard.ts'
import { flatJpeg } from '../pictures.ts'

/** Tells when a camera's scene has been restored, as the test says. */
class OwnScenes {
  readonly waiting = new Map<string, () => void>()
  readonly removed: string[] = []
  readonly letGone: string[] = []
  readonly forgotten: string[] = []
  closed = 0

  add(stream: string, _scene: unknown, onAnswered: () => void): void {
    this.waiting.set(stream, onAnswered)
  }

  remove(stream: string): void {
    this.removed.push(stream)
  }

  async letGo(streams: readonly string[]): Promise<void> {
    this.letGone.push(...streams)
  }

  forget(streams: readonly string[]): void {
    this.forgotten.push(...streams)
  }

  stats() {
    return { restored: 0, refused: 0, saved: 0, savedBytes: 0, failed: 0, dropped: 0, fenced: 0 }
  }

  async close(): Promise<void> {
    this.closed++
  }
}

describe('a shard', () => {
  const pool = new PlanePool(0)
  let scenes: OwnScenes
  let shard: Shard
  let source: MemorySource
  let results: string[]
  let context: CameraSessionContext
  let jpeg: Buffer

  beforeEach(async () => {
    jpeg = await flatJpeg(160, 120, 90)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    scenes = new OwnScenes()
    results = []
    const pictures = { stored: 0, failed: 0, dropped: 0 }
    const stats = { ...pictures, deleted: 0, queuedBytes: 0, queued: 0, inFlight: 0, trouble: null, pictures }
    const keeper = {
      configure: () => undefined,
      offer: () => null,
      keepPicture: () => false,
      close: async () => undefined,
      stats: () => stats
    }
    context = {
      epoch: 0,
      decode: bytes => decodeJpeg(bytes, { maxBytes: 1e7, maxPixels: 1e7 }, pool),
      pool,
      scratch: new MeasureScratch(),
      keeper,
      frameMemory: new BytePool(0),
      publish: ({ stream, cursor }) => results.push(`${stream} ${cursor}`),
      onStage: () => undefined,
      onDecoded: () => undefined,
      onUndecodable: () => undefined,
      analysisMaxFps: 0,
      streamGapMs: 3_600_000,
      firstFrameMs: 3_600_000,
      timeZone: 'UTC',
      tell: null,
      clock: Date.now,
      log: silentLog
    }
    shard = new Shard({
      context,
      keeper,
      scenes,
      queueMaxBytes: 1e7,
      queueMaxAgeMs: 60_000,
      clock: Date.now
    })
    source = new MemorySource({ maxFrameBytes: 1e7, sink: shard, clock: Date.now })
    await shard.start([{ source, owns: () => true }])
  })
  afterEach(async () => {
    vi.useRealTimers()
    await shard.close(1000)
  })

  const watch = (...streams: string[]) =>
    shard.watch(
      1,
      streams.map(stream => ({ camera: { stream, settings: DEFAULT_CAMERA_SETTINGS }, cursor: null, profile: null }))
    )
  const show = (stream: string) => source.accept(stream, new Uint8Array(jpeg), null, Date.now())
  /** Nothing in a shard waits for more than a turn of the event loop, but for what the test itself holds back. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
  }
  const answer = (stream: string) => scenes.waiting.get(stream)?.()

  it('judges no frame of a camera before its scene is restored, all of them in order after, and holds up no other camera', async () => {
    await watch('slow', 'quick')
    answer('quick')
    for (const stream of ['slow', 'quick', 'slow']) show(stream)
    await settle()
    expect(results).toEqual(['quick 2'])
    answer('slow')
    await settle()
    expect(results).toEqual(['quick 2', 'slow 1', 'slow 3'])
  })

  it('judges without what is remembered when the store has not answered 3 s after the first frame', async () => {
    await watch('slow')
    vi.advanceTimersByTime(10_000)
    show('slow')
    vi.advanceTimersByTime(2800)
    await settle()
    expect(results).toEqual([])
    vi.advanceTimersByTime(400)
    await settle()
    expect(results).toEqual(['slow 1'])
    answer('slow')
    show('slow')
    await settle()
    expect(results).toEqual(['slow 1', 'slow 2'])
  })

  it('lets a camera that left and came back wait anew, and tells who keeps scenes that it left', async () => {
    await watch('gate')
    const oldAnswer = scenes.waiting.get('gate')
    await watch()
    expect(scenes.removed).toEqual(['gate'])
    await watch('gate')
    oldAnswer?.()
    show('gate')
    await settle()
    expect(results).toEqual([])
    answer('gate')
    await settle()
    expect(results).toEqual(['gate 1'])
  })

  it('asks once for a camera that stays', async () => {
    await watch('gate')
    answer('gate')
    scenes.waiting.clear()
    await watch('gate', 'other')
    expect([...scenes.waiting.keys()]).toEqual(['other'])
    show('gate')
    await settle()
    expect(results).toEqual(['gate 1'])
  })

  it('moves what its synthetic camera has noted along when the clock is set', async () => {
    const told: string[] = []
    const hidden = new HiddenCamera(context, shard, ({ text }) => told.push(text))
    shard.watchHidden(hidden)
    const silences = () => told.filter(text => text.includes('stream-gap')).length
    const beSilent = async () => {
      hidden.show({ jpeg, isAnew: false, receivedAtMs: Date.now() })
      await settle()
      const before = silences()
      for (let s = 0; s < 5; s++) {
        // The monotonic clock goes on as it will: what is left of the difference is the step.
        await vi.advanceTimersByTimeAsync(900)
      }
      return silences() - before
    }
    expect(await beSilent()).toBeGreaterThan(0)
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(await beSilent()).toBeGreaterThan(0)
  })

  it('lets scenes be saved when it is closed', async () => {
    await watch('gate')
    vi.useRealTimers()
    await shard.close(1000)
    expect(scenes.closed).toBe(1)
  })
})
