import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { pause } from '../../src/lib/pause.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('pause ends with its time or with the signal, and leaves no timer behind', async () => {
  const { signal } = new AbortController()
  const full = pause(1000, signal)
  await vi.advanceTimersByTimeAsync(1000)
  await full
  const controller = new AbortController()
  const cut = pause(1000, controller.signal)
  controller.abort()
  await cut
  await pause(1000, controller.signal)
  expect(vi.getTimerCount()).toBe(0)
})
