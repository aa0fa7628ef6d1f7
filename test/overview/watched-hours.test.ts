import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { CameraStateName } from '../../src/model/camera-state.ts'
import { WatchedHours } from '../../src/overview/watched-hours.ts'
import type { WatchedHour } from '../../src/pipeline/incidents/incident-store.ts'

const HOUR = 3_600_000

describe('WatchedHours', () => {
  let kept: Map<number, WatchedHour>
  let fails: boolean
  let hours: WatchedHours
  const store = {
    saveHour: async (hourMs: number, hour: WatchedHour) => {
      if (fails) throw new AppError('incident/store-failed', 'no')
      kept.set(hourMs, hour)
    },
    hours: async (fromMs: number, toMs: number) => {
      if (fails) throw new AppError('incident/store-failed', 'no')
      return new Map([...kept].filter(([hourMs]) => hourMs >= fromMs && hourMs < toMs))
    }
  }
  const cameras = (states: Readonly<Record<string, CameraStateName>>, isWatched: boolean) =>
    Object.entries(states).map(([stream, state]) => ({ stream, state, isWatched }))
  const watch = (fromMs: number, toMs: number, states: Readonly<Record<string, CameraStateName>>, isWatched = true) => {
    for (let nowMs = fromMs; nowMs <= toMs; nowMs += 1000) hours.tick(cameras(states, isWatched), nowMs)
  }
  const judgedS = async (fromMs: number, toMs: number) => (await hours.within(fromMs, toMs)).cameras.get('a')?.[0]
  beforeEach(() => {
    kept = new Map()
    fails = false
    hours = new WatchedHours({ store, log: silentLog })
  })

  it('counts what was judged, in maintenance and off schedule, and nothing else', async () => {
    await hours.start(HOUR)
    watch(HOUR, HOUR + 600_000, {
      a: 'healthy',
      b: 'faulty',
      c: 'maintenance',
      d: 'waiting',
      e: 'off-schedule',
      f: 'learning'
    })
    expect(await hours.within(HOUR, HOUR + 600_000)).toEqual({
      cameras: new Map([
        ['a', [600, 0, 0]],
        ['b', [600, 0, 0]],
        ['c', [0, 600, 0]],
        ['e', [0, 0, 600]],
        ['f', [600, 0, 0]]
      ]),
      spans: [[HOUR, HOUR + 600_000]]
    })
    expect(await judgedS(HOUR, HOUR + 300_000)).toBeCloseTo(300)
  })

  it('keeps each hour, and goes on with the present one after a restart', async () => {
    await hours.start(HOUR)
    watch(HOUR, 2 * HOUR + 60_000, { a: 'healthy' })
    await hours.save()
    expect(kept.get(HOUR)?.cameras.a?.[0]).toBeCloseTo(3599, -1)
    hours = new WatchedHours({ store, log: silentLog })
    await hours.start(2 * HOUR + 120_000)
    watch(2 * HOUR + 120_000, 2 * HOUR + 180_000, { a: 'healthy' })
    expect(await judgedS(HOUR, 3 * HOUR)).toBeCloseTo(3600 + 120, -1)
    const { spans } = await hours.within(HOUR, 3 * HOUR)
    expect(spans).toEqual([
      [HOUR, 2 * HOUR + 60_000],
      [2 * HOUR + 120_000, 2 * HOUR + 180_000]
    ])
  })

  it('loses a minute at most to a crash', async () => {
    await hours.start(HOUR)
    watch(HOUR, HOUR + 119_000, { a: 'healthy' })
    expect(kept.get(HOUR)?.cameras.a?.[0]).toBe(60)
  })

  it('does not count a time in which the machine slept', async () => {
    await hours.start(HOUR)
    hours.tick(cameras({ a: 'healthy' }, true), HOUR)
    hours.tick(cameras({ a: 'healthy' }, true), HOUR + 600_000)
    hours.tick(cameras({ a: 'healthy' }, true), HOUR + 601_000)
    expect(await judgedS(HOUR, 2 * HOUR)).toBe(1)
    expect((await hours.within(HOUR, 2 * HOUR)).spans).toEqual([[HOUR + 600_000, HOUR + 601_000]])
  })

  it('does not count a time in which the source of frames was down, but for maintenance', async () => {
    await hours.start(HOUR)
    watch(HOUR, HOUR + 60_000, { a: 'healthy', m: 'maintenance' })
    watch(HOUR + 61_000, HOUR + 120_000, { a: 'healthy', m: 'maintenance' }, false)
    watch(HOUR + 121_000, HOUR + 180_000, { a: 'faulty', m: 'maintenance' })
    const { cameras: seconds, spans } = await hours.within(HOUR, HOUR + 180_000)
    expect(seconds.get('a')).toEqual([120, 0, 0])
    expect(seconds.get('m')).toEqual([0, 180, 0])
    expect(spans).toEqual([
      [HOUR, HOUR + 60_000],
      [HOUR + 120_000, HOUR + 180_000]
    ])
    // Of a part of the hour, what was watched in it.
    expect(await judgedS(HOUR, HOUR + 120_000)).toBe(60)
    expect(await judgedS(HOUR + 60_000, HOUR + 120_000)).toBe(0)
  })

  it('keeps a bounded list of breaks', async () => {
    await hours.start(HOUR)
    for (let i = 0; i < 600; i++) watch(HOUR + i * 6000, HOUR + i * 6000 + 5000, { a: 'healthy' }, i % 2 === 0)
    expect((await hours.within(HOUR, 2 * HOUR)).spans.length).toBe(200)
  })

  it('goes on counting while the store is down', async () => {
    fails = true
    await hours.start(HOUR)
    watch(HOUR, HOUR + 400_000, { a: 'healthy' })
    await expect(hours.within(HOUR, 2 * HOUR)).rejects.toMatchObject({ code: 'incident/store-failed' })
    fails = false
    expect(await judgedS(HOUR, HOUR + 400_000)).toBeCloseTo(400)
  })

  it('a clock that is set to an hour which was counted before adds to what was counted', async () => {
    await hours.start(HOUR)
    watch(HOUR, HOUR + 60_000, { a: 'healthy' })
    watch(2 * HOUR, 2 * HOUR + 30_000, { a: 'healthy' })
    watch(HOUR + 120_000, HOUR + 121_000, { a: 'healthy' })
    await new Promise(setImmediate)
    watch(HOUR + 122_000, HOUR + 140_000, { a: 'healthy' })
    expect(await judgedS(HOUR, 2 * HOUR)).toBe(80)
    await hours.save()
    expect(kept.get(HOUR)?.cameras.a).toEqual([80, 0, 0])
    expect(kept.get(2 * HOUR)?.cameras.a).toEqual([30, 0, 0])
  })
})
