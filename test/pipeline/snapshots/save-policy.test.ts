import { describe, expect, it } from 'vitest'
import { decideSave, type SampleDue, type SaveMode } from '../../../src/pipeline/snapshots/save-policy.ts'

const START_MS = 1_700_000_000_000

/** Times of the frames that are stored out of the given ones, ms from the start. */
function sampled(sampleFps: number, timesMs: readonly number[]): number[] {
  let due: SampleDue = null
  return timesMs.filter(timeMs => {
    const decision = decideSave({ mode: 'sample', sampleFps }, due, START_MS + timeMs, false)
    due = decision.due
    return decision.reason === 'sample'
  })
}

const every = (intervalMs: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * intervalMs)

describe('decideSave', () => {
  it.each<[SaveMode, boolean, string | null]>([
    ['all', true, 'all'],
    ['all', false, 'all'],
    ['abnormal', true, 'abnormal'],
    ['abnormal', false, null],
    ['none', true, null],
    ['none', false, null]
  ])('in mode %s with abnormal=%s gives %s', (mode, abnormal, reason) => {
    expect(decideSave({ mode, sampleFps: 1 }, null, START_MS, abnormal).reason).toBe(reason)
  })

  it('samples once a second out of 10 frames a second', () => {
    expect(sampled(1, every(100, 31))).toEqual([0, 1000, 2000, 3000])
  })

  it('keeps the rate when it is no divisor of the frame rate', () => {
    expect(sampled(3, every(100, 100))).toHaveLength(30)
  })

  it('takes every frame when frames come slower than the rate', () => {
    expect(sampled(1, every(1500, 5))).toHaveLength(5)
  })

  it('does not make up for a pause with a burst', () => {
    expect(sampled(1, [0, 100, 60_000, 60_100, 60_200, 61_000])).toEqual([0, 60_000, 61_000])
  })

  it('goes on when the clock is set back', () => {
    expect(sampled(1, [3_600_000, 3_600_100, 0, 100, 1000])).toEqual([3_600_000, 0, 1000])
  })

  it('samples slower than one frame a minute', () => {
    expect(sampled(0.01, every(1000, 301))).toEqual([0, 100_000, 200_000, 300_000])
  })
})
