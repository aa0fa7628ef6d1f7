import { beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/lib/log.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { HIDDEN_STREAM } from '../../src/model/hidden-camera.ts'
import type { CameraSessionContext } from '../../src/pipeline/session-context.ts'
import { decodeJpeg } from '../../src/codec/decode.ts'
import { PlanePool } from '../../src/codec/plane-pool.ts'
import { BytePool } from '../../src/lib/byte-pool.ts'
import { drawCheckPictures } from '../../src/pipeline/capture/adapters/self-check/draw-check-pictures.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import { NO_SNAPSHOTS } from '../../src/pipeline/snapshots/no-snapshots.ts'
import { CHECKED_FAULTS } from '../../src/self-check/check-course.ts'
import { SelfCheck } from '../../src/self-check/self-check.ts'
import { HiddenCamera } from '../../src/shards/hidden-camera.ts'
import { Shard } from '../../src/shards/shard.ts'

const STEP_MS = 1000
const ROUND_MS = 60_000
const NO_SCENES = {
  add: () => undefined,
  remove: () => undefined,
  letGo: async () => undefined,
  forget: () => undefined,
  stats: () => ({ restored: 0, refused: 0, saved: 0, savedBytes: 0, failed: 0, dropped: 0, fenced: 0 }),
  close: async () => undefined
}

describe('self check of a real shard', () => {
  let nowMs: number
  let selfCheck: SelfCheck
  let shard: Shard
  let hidden: HiddenCamera
  let shown: number
  let results: number
  /** Breaks the way of the results. */
  let change: (text: string) => string | null

  beforeEach(async () => {
    nowMs = 1_700_000_000_000
    shown = 0
    results = 0
    change = text => text
    selfCheck = new SelfCheck({ draw: drawCheckPictures, clock: () => nowMs, log: silentLog })
    const context: CameraSessionContext = {
      epoch: 1,
      decode: jpeg => decodeJpeg(jpeg, { maxBytes: 1e7, maxPixels: 1e7 }, new PlanePool(0)),
      pool: new PlanePool(0),
      scratch: new MeasureScratch(),
      keeper: NO_SNAPSHOTS,
      frameMemory: new BytePool(0),
      publish: () => undefined,
      onStage: () => undefined,
      onDecoded: () => undefined,
      onUndecodable: () => undefined,
      analysisMaxFps: 0,
      streamGapMs: 2000,
      firstFrameMs: 10_000,
      timeZone: 'UTC',
      tell: null,
      clock: () => nowMs,
      log: silentLog
    }
    shard = new Shard({
      context,
      keeper: NO_SNAPSHOTS,
      scenes: NO_SCENES,
      queueMaxBytes: 1e7,
      queueMaxAgeMs: 60_000,
      clock: () => nowMs
    })
    hidden = new HiddenCamera(context, shard, ({ text }) => {
      results++
      const told = change(text)
      if (told !== null) selfCheck.take(0, told)
    })
    shard.watchHidden(hidden)
    await selfCheck.start(1, shards)
  })

  const shards = {
    show: (_shard: number, jpeg: Uint8Array, isAnew: boolean) => {
      shown++
      hidden.show({ jpeg, isAnew, receivedAtMs: nowMs })
    }
  }

  /** Lets time pass, as the timers of the thread and of the check do. */
  async function pass(ms: number): Promise<void> {
    for (const endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs += STEP_MS
      const before = { shown, results }
      selfCheck.tick(shards)
      while (shown > before.shown && results === before.results) await new Promise(resolve => setImmediate(resolve))
      hidden.tick(nowMs)
    }
  }

  it('finds every known fault within the first round, and again in each that follows', async () => {
    expect(selfCheck.state()).toMatchObject({ ok: true, detail: 'The first known faults are being shown' })
    await pass(ROUND_MS * 10 + 6000)
    const { found, failed, isOk, sinceSuccessMs } = selfCheck.stats()
    expect([...failed]).toEqual(CHECKED_FAULTS.map(kind => [kind, 0]))
    expect([...found]).toEqual(CHECKED_FAULTS.map(kind => [kind, 10]))
    expect(isOk).toBe(true)
    expect(sinceSuccessMs).toBeLessThan(ROUND_MS)
    expect(selfCheck.state()).toMatchObject({ ok: true, detail: 'Every known fault is found and ends' })
  })

  it('is no camera of the shard: no list and no count has it', async () => {
    await shard.watch(1, [
      { camera: { stream: 'own', settings: DEFAULT_CAMERA_SETTINGS }, cursor: null, profile: null }
    ])
    await pass(20_000)
    const { cameras, counters, queuedFrames } = shard.status()
    expect({ cameras, received: counters.received, analysed: counters.analysed, queuedFrames }).toEqual({
      cameras: 1,
      received: 0,
      analysed: 0,
      queuedFrames: 0
    })
    expect(shard.performance(null).map(({ stream }) => stream)).toEqual(['own'])
    expect(shard.performance(HIDDEN_STREAM)).toEqual([])
    expect(shard.figures(nowMs).streams).toEqual(['own'])
  })

  it.each([
    ['results are lost', () => null, 'did not find it'],
    [
      'faults are lost on the way',
      (text: string) => text.replace(/"faults":\[.*?\],"explained"/, '"faults":[],"explained"'),
      'did not find it'
    ]
  ])('says so when %s, and is well again after they come back', async (_what, broken, detail) => {
    await pass(ROUND_MS + 4000)
    change = broken
    await pass(ROUND_MS / 2)
    expect(selfCheck.state()).toMatchObject({ name: 'self-check', ok: false })
    expect(selfCheck.state()?.detail).toContain(detail)
    expect(selfCheck.stats().isOk).toBe(false)
    change = text => text
    await pass(ROUND_MS * 2)
    expect(selfCheck.state()?.ok).toBe(true)
  })

  it('takes what was dropped for overload for neither found nor failed, and fails when that lasts', async () => {
    await pass(ROUND_MS + 4000)
    change = text =>
      text.replace(
        /"faults":\[.*?\],"explained"/,
        '"dropped":{"overload":2,"trimmed":0,"cooldown":0},"faults":[],"explained"'
      )
    await pass(ROUND_MS)
    const { failed, unseen } = selfCheck.stats()
    expect(selfCheck.state()?.ok).toBe(true)
    expect([...failed.values()].reduce((sum, count) => sum + count)).toBe(0)
    expect([...unseen.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(3)
    await pass(ROUND_MS * 2.5)
    expect(selfCheck.state()).toMatchObject({ ok: false, detail: expect.stringContaining('no known fault for') })
  })

  it('says so when it has nothing to show', async () => {
    const blind = new SelfCheck({
      draw: () => Promise.reject(new Error('no library')),
      clock: () => nowMs,
      log: silentLog
    })
    await blind.start(1, shards)
    for (let i = 0; i < 60; i++) {
      nowMs += STEP_MS
      blind.tick(shards)
    }
    blind.stop()
    expect(blind.state()).toBeNull()
    await blind.start(1, shards)
    for (let i = 0; i < 60; i++) {
      nowMs += STEP_MS
      blind.tick(shards)
    }
    expect(blind.state()?.ok).toBe(false)
    blind.stop()
  })

  it('checks nothing while no shard runs', () => {
    selfCheck.stop()
    expect(selfCheck.state()).toBeNull()
    expect(selfCheck.stats()).toMatchObject({ isOk: true, sinceSuccessMs: null })
  })
})
