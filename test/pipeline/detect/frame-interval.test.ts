import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameInterval } from '../../../src/pipeline/detect/frame-interval.ts'

function recorded(...timesMs: number[]): FrameInterval {
  const interval = new FrameInterval()
  for (const timeMs of timesMs) interval.record(timeMs)
  return interval
}

describe('FrameInterval', () => {
  it('says nothing before the fourth frame', () => {
    expect(recorded().usualMs()).toBeNull()
    expect(recorded(0, 100, 200).usualMs()).toBeNull()
    expect(recorded(0, 100, 200, 300).usualMs()).toBe(100)
  })

  it('passes over a gap', () => {
    expect(recorded(0, 100, 200, 300, 90_000, 90_100, 90_200).usualMs()).toBe(100)
  })

  it('follows a changed rate within fifteen frames', () => {
    const interval = new FrameInterval()
    for (let i = 0; i < 30; i++) interval.record(i * 40)
    expect(interval.usualMs()).toBe(40)
    for (let i = 1; i <= 8; i++) interval.record(29 * 40 + i * 5000)
    expect(interval.usualMs()).toBe(5000)
  })

  it('starts anew after a clock that went back, and keeps what is known', () => {
    expect(recorded(1000, 1100, 1200, 1300, 5, 105).usualMs()).toBe(100)
  })

  it('is never negative and never more than the longest interval, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.constant(Number.NaN))), timesMs => {
        const usualMs = recorded(...timesMs).usualMs() ?? 0
        expect(usualMs).toBeGreaterThanOrEqual(0)
        expect(usualMs).toBeLessThanOrEqual(2e6)
      })
    )
  })
})
