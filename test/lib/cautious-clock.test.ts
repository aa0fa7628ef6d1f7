import { describe, expect, it } from 'vitest'
import { cautiousClock } from '../../src/lib/cautious-clock.ts'

const HOUR_MS = 3_600_000
const START_MS = 1_000 * HOUR_MS

function clocks() {
  let wallMs = START_MS
  let steadyMs = 0
  const now = cautiousClock(
    () => wallMs,
    () => steadyMs
  )
  return {
    now,
    pass: (ms: number) => {
      wallMs += ms
      steadyMs += ms
    },
    set: (stepMs: number) => {
      wallMs += stepMs
    }
  }
}

describe('cautious clock', () => {
  it('follows the wall clock while nobody sets it', () => {
    const { now, pass, set } = clocks()
    for (let hour = 1; hour <= 48; hour++) {
      pass(HOUR_MS)
      // What keeps clocks in step does so all the time.
      set(20_000)
      expect(now()).toBe(START_MS + hour * (HOUR_MS + 20_000))
    }
  })

  it('goes on as it went for a day when the clock is set forward, and believes it then', () => {
    const { now, pass, set } = clocks()
    pass(HOUR_MS)
    set(10_000 * HOUR_MS)
    for (let hour = 1; hour <= 24; hour++) {
      expect(now()).toBe(START_MS + hour * HOUR_MS)
      pass(HOUR_MS)
    }
    expect(now()).toBe(START_MS + 10_025 * HOUR_MS)
  })

  it('believes a clock that is set back at once, and forgets an hour forward that was taken back', () => {
    const { now, pass, set } = clocks()
    set(HOUR_MS)
    expect(now()).toBe(START_MS)
    pass(20 * HOUR_MS)
    set(-HOUR_MS)
    expect(now()).toBe(START_MS + 20 * HOUR_MS)
    set(-5 * HOUR_MS)
    expect(now()).toBe(START_MS + 15 * HOUR_MS)
    pass(20 * HOUR_MS)
    set(HOUR_MS)
    expect(now()).toBe(START_MS + 35 * HOUR_MS)
  })
})
