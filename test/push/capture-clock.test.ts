import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaptureClock } from '../../src/push/capture-clock.ts'

describe('CaptureClock', () => {
  it('gives pictures that come in one burst the times at which they were taken', () => {
    const clock = new CaptureClock()
    // The first second piles up, and arrives at once; then one comes every 200 ms, 50 ms after it was taken.
    const arrivals = [2000, 2000, 2000, 2000, 2000, 2050, 2250, 2450]
    const times = arrivals.map((arrivedAtMs, i) => clock.capturedAtMs(i * 200, 1_000_000 + arrivedAtMs))
    const steps = times.slice(1).map((time, i) => time - (times[i] ?? 0))
    expect(steps.slice(5).every(step => Math.abs(step - 200) < 1)).toBe(true)
    expect(times.at(-1)).toBeCloseTo(1_002_450, -1)
  })

  it('takes the least delay: a picture that is late alone keeps its place', () => {
    const clock = new CaptureClock()
    expect(clock.capturedAtMs(0, 5000)).toBe(5000)
    expect(clock.capturedAtMs(1000, 6000)).toBe(6000)
    expect(clock.capturedAtMs(2000, 7900)).toBeCloseTo(7000, -1)
  })

  it('follows a clock of the camera that is slower than ours, and begins anew when one of them was set', () => {
    const clock = new CaptureClock()
    let last = 0
    // 500 ppm: after an hour the camera is 1.8 s behind.
    for (let s = 0; s <= 3600; s++) last = clock.capturedAtMs(s * 999.5, s * 1000)
    expect(Math.abs(last - 3_600_000)).toBeLessThan(20)
    expect(clock.capturedAtMs(0, 3_601_000)).toBe(3_601_000)
    expect(clock.capturedAtMs(1000, 90_000_000)).toBe(90_000_000)
  })

  it('never says that a picture was taken after it came, nor goes back while the stream goes on', () => {
    const steps = fc.array(
      fc.record({ presented: fc.integer({ min: 1, max: 500 }), arrived: fc.integer({ min: 0, max: 900 }) })
    )
    fc.assert(
      fc.property(steps, all => {
        const clock = new CaptureClock()
        let [presentedMs, arrivedAtMs, last] = [0, 1_000_000, 0]
        for (const { presented, arrived } of all) {
          presentedMs += presented
          arrivedAtMs += arrived
          const at = clock.capturedAtMs(presentedMs, arrivedAtMs)
          expect(at).toBeLessThanOrEqual(arrivedAtMs + 1e-6)
          expect(at).toBeGreaterThanOrEqual(last - 1e-6)
          last = at
        }
      })
    )
  })
})
