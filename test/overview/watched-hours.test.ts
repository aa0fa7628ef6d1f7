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
  const watch = (fromMs: number, toMs: number, states: readonly (readonly [string, CameraStateName])[]) => {
    for (let nowMs = fromMs; nowMs <= toMs; nowMs += 1000) hours.tick(states, nowMs)
  }
  beforeEach(() => {
    kept = new Map()
    fails = false
    hours = new WatchedHours({ store, log: silentLog })
  })

  it('counts what was judged and what was in maintenance, and nothing else', async () => {
    await hours.start(HOUR)
    watch(HOUR, HOUR + 600_000, [
      ['a', 'healthy'],
      ['b', 'faulty'],
      ['c', 'maintenance'],
      ['d', 'waiting'],
      ['e', 'off-schedule']
    ])
    expect(await hours.within(HOUR, HOUR + 600_000)).toEqual(
      new Map([
        ['a', [600, 0]],
        ['b', [600, 0]],
        ['c', [0, 600]]
      ])
    )
    expect((await hours.within(HOUR, HOUR + 300_000)).get('a')?.[0]).toBeCloseTo(300)
  })

  it('keeps each hour, and goes on with the present one after a restart', async () => {
    await hours.start(HOUR)
    watch(HOUR, 2 * HOUR + 60_000, [['a', 'healthy']])
    await hours.save()
    expect(kept.get(HOUR)?.a?.[0]).toBeCloseTo(3599, -1)
    const next = new WatchedHours({ store, log: silentLog })
    await next.start(2 * HOUR + 120_000)
    hours = next
    watch(2 * HOUR + 120_000, 2 * HOUR + 180_000, [['a', 'healthy']])
    expect((await hours.within(HOUR, 3 * HOUR)).get('a')?.[0]).toBeCloseTo(3600 + 120, -1)
  })

  it('does not count a time in which nobody watched', async () => {
    await hours.start(HOUR)
    hours.tick([['a', 'healthy']], HOUR)
    hours.tick([['a', 'healthy']], HOUR + 600_000)
    hours.tick([['a', 'healthy']], HOUR + 601_000)
    expect((await hours.within(HOUR, 2 * HOUR)).get('a')).toEqual([1, 0])
  })

  it('goes on counting while the store is down', async () => {
    fails = true
    await hours.start(HOUR)
    watch(HOUR, HOUR + 400_000, [['a', 'healthy']])
    await expect(hours.within(HOUR, 2 * HOUR)).rejects.toMatchObject({ code: 'incident/store-failed' })
    fails = false
    expect((await hours.within(HOUR, HOUR + 400_000)).get('a')?.[0]).toBeCloseTo(400)
  })
})
