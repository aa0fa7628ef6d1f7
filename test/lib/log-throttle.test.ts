import { describe, expect, it } from 'vitest'
import { LogThrottle } from '../../src/lib/log-throttle.ts'

describe('LogThrottle', () => {
  it('lets one message through each second, and says how many it held back', () => {
    const throttle = new LogThrottle()
    const written: [number, number][] = []
    for (const nowMs of [5000, 5001, 5999, 6000, 6500, 9000]) {
      throttle.run(nowMs, suppressed => written.push([nowMs, suppressed]))
    }
    expect(written).toEqual([
      [5000, 0],
      [6000, 2],
      [9000, 1]
    ])
  })

  it('goes on when the clock is set back', () => {
    const throttle = new LogThrottle()
    const written: number[] = []
    for (const nowMs of [5000, 100, 200]) throttle.run(nowMs, () => written.push(nowMs))
    expect(written).toEqual([5000, 100])
  })
})
