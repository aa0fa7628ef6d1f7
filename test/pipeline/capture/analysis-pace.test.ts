import { describe, expect, it } from 'vitest'
import { AnalysisPace } from '../../../src/pipeline/capture/analysis-pace.ts'

const START_MS = Date.UTC(2026, 0, 5, 8)

/** How many of the frames at these times, ms, are let through. */
function admitted(maxFps: number, atMs: readonly number[]): number {
  const pace = new AnalysisPace(maxFps)
  return atMs.filter(ms => pace.admits(START_MS + ms)).length
}

const steady = (fps: number, seconds: number) => Array.from({ length: fps * seconds }, (_, i) => (i * 1000) / fps)

describe('AnalysisPace', () => {
  it.each([
    [25, 10, 600],
    [25, 24, 1440],
    [30, 7, 420],
    [5, 0.2, 12],
    [25, 1, 60]
  ])('lets the most frames through that it may, of %d frames/s held to %d', (fps, maxFps, expected) => {
    const count = admitted(maxFps, steady(fps, 60))
    expect(count).toBeGreaterThanOrEqual(expected)
    expect(count).toBeLessThanOrEqual(expected + 1)
  })

  it('lets every frame through at 0, and of a camera that sends no more than it may', () => {
    const frames = steady(10, 60)
    expect(admitted(0, frames)).toBe(600)
    expect(admitted(10, frames)).toBe(600)
    expect(admitted(11, frames)).toBe(600)
  })

  it('loses none of a camera at its limit to jitter', () => {
    let state = 7
    const jittered = steady(10, 60).map(ms => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      return ms + (state % 60)
    })
    expect(admitted(10, jittered)).toBeGreaterThanOrEqual(599)
  })

  it('spaces what it lets through evenly', () => {
    const pace = new AnalysisPace(10)
    const times = steady(25, 10).filter(ms => pace.admits(START_MS + ms))
    const gaps = times.slice(2).map((ms, i) => ms - times[i + 1]!)
    expect(Math.min(...gaps)).toBe(80)
    expect(Math.max(...gaps)).toBe(120)
  })

  it('lets two of a burst through and no more, however long the silence before it was', () => {
    const burst = Array.from({ length: 50 }, (_, i) => 3_600_000 + i)
    expect(admitted(1, [0, ...burst])).toBe(3)
  })

  it('goes on at its pace when the clock goes back, and gains nothing by it', () => {
    const frames = [...steady(10, 10), ...steady(10, 10).map(ms => ms - 5_000_000)]
    expect(admitted(5, frames)).toBeGreaterThanOrEqual(100)
    expect(admitted(5, frames)).toBeLessThanOrEqual(102)
  })
})
