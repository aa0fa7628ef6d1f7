import { describe, expect, it } from 'vitest'
import { governRate, NO_LIMIT, type RateState } from '../../src/fleet/rate-governor.ts'

const LOOK_MS = 5000
const INPUT = { busyRatio: 0.5, drops: 0, hasRoomElsewhere: false, fastestFps: 25, leastFps: 0.2 }

/** Cameras of 25 frames/s, of which a member can do `most`; how it settles. */
function settle(cameras: number, mostFps: number, looks: number, from: RateState = NO_LIMIT): RateState {
  let state = from
  for (let i = 1; i <= looks; i++) {
    const wanted = cameras * Math.min(25, state.limitFps ?? 25)
    const input = { ...INPUT, busyRatio: Math.min(1, wanted / mostFps), drops: Math.max(0, wanted - mostFps) }
    state = governRate(state, input, i * LOOK_MS)
  }
  return state
}

describe('governRate', () => {
  it('sets no limit while there is room', () => {
    expect(settle(10, 500, 100)).toEqual(NO_LIMIT)
  })

  it('settles near what the member can do, and lets go when that is enough again', () => {
    const state = settle(40, 500, 100)
    expect(state.limitFps).toBeGreaterThan((500 / 40) * 0.7)
    expect(state.limitFps).toBeLessThan((500 / 40) * 1.05)
    expect(settle(10, 500, 100, state)).toEqual(NO_LIMIT)
  })

  it('leaves every camera something', () => {
    expect(settle(10_000, 50, 200).limitFps).toBe(0.2)
  })

  it('lets a moment of too much work pass', () => {
    const input = { ...INPUT, busyRatio: 1, drops: 20 }
    let state = governRate(NO_LIMIT, input, 0)
    for (const nowMs of [5000, 10_000]) state = governRate(state, input, nowMs)
    expect(state.limitFps).toBeNull()
    expect(governRate(state, INPUT, 15_000)).toEqual(NO_LIMIT)
    expect(governRate(state, input, 15_000).limitFps).toBeCloseTo(21.25)
  })

  it('limits nothing where cameras may not be analysed more seldom than they send', () => {
    const input = { ...INPUT, busyRatio: 1, leastFps: 25 }
    let state = governRate(NO_LIMIT, input, 0)
    for (let nowMs = LOOK_MS; nowMs < 60_000; nowMs += LOOK_MS) state = governRate(state, input, nowMs)
    expect(state.limitFps).toBeNull()
  })

  it('waits while slots can move to where there is room, but not for ever', () => {
    const input = { ...INPUT, busyRatio: 1, hasRoomElsewhere: true }
    let state = governRate(NO_LIMIT, input, 0)
    for (let nowMs = LOOK_MS; nowMs < 60_000; nowMs += LOOK_MS) state = governRate(state, input, nowMs)
    expect(state.limitFps).toBeNull()
    expect(governRate(state, input, 60_000).limitFps).toBeCloseTo(21.25)
  })

  it('holds still between full and free', () => {
    const state = { limitFps: 5, fullSinceMs: 100 }
    expect(governRate(state, { ...INPUT, busyRatio: 0.85 }, 0)).toEqual({ limitFps: 5, fullSinceMs: null })
  })
})
