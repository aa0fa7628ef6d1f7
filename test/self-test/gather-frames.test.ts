import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { KeptFrame } from '../../src/pipeline/frame-shelf.ts'
import { gatherFrames, SELF_TEST_BYTES, SELF_TEST_FRAMES } from '../../src/self-test/gather-frames.ts'

let nowMs = 0
let viewer: ((frame: KeptFrame) => void) | null = null
const watch = (given: (frame: KeptFrame) => void) => {
  viewer = given
  return () => {
    viewer = null
  }
}
const clock = () => nowMs

/** Time passes, with a frame of so many bytes every `stepMs`; none for 0 bytes. */
async function pass(ms: number, stepMs: number, bytes: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
    nowMs += stepMs
    if (bytes > 0) viewer?.({ jpeg: new Uint8Array(bytes), atMs: nowMs })
    await vi.advanceTimersByTimeAsync(stepMs)
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  nowMs = 0
})
afterEach(() => {
  vi.useRealTimers()
})

describe('frames for a self-test', () => {
  test('are thirty at most, and no closer than 0.4 s', async () => {
    const gathered = gatherFrames(watch, clock, new AbortController().signal)
    await pass(30_000, 100, 10)
    expect(await gathered).toHaveLength(SELF_TEST_FRAMES)
    expect(nowMs).toBe(30_000)
    expect(viewer).toBeNull()
  })

  test('take no more memory than the budget, however large they are', async () => {
    const gathered = gatherFrames(watch, clock, new AbortController().signal)
    await pass(25_000, 500, 5 * 1024 * 1024)
    const bytes = (await gathered).reduce((sum, { length }) => sum + length, 0)
    expect(bytes).toBeLessThanOrEqual(SELF_TEST_BYTES)
    expect(bytes).toBeGreaterThan(SELF_TEST_BYTES / 2)
  })

  test('of a slow camera are waited for a minute, and of a silent one are none', async () => {
    const slow = gatherFrames(watch, clock, new AbortController().signal)
    await pass(40_000, 19_000, 10)
    expect((await slow).length).toBeGreaterThanOrEqual(2)
    const silent = gatherFrames(watch, clock, new AbortController().signal)
    await pass(62_000, 500, 0)
    expect(await silent).toEqual([])
  })

  test('are given up when the service ends', async () => {
    const end = new AbortController()
    const gathered = gatherFrames(watch, clock, end.signal)
    end.abort()
    expect(await gathered).toEqual([])
    expect(viewer).toBeNull()
  })
})
