import { expect, it } from 'vitest'
import { fineClock } from '../../src/lib/fine-clock.ts'

it('a fine clock goes on between two ticks of the wall clock, and follows it when it is set', () => {
  let wallMs = 1000
  let steadyMs = 5.25
  const clock = fineClock(
    () => wallMs,
    () => steadyMs
  )
  expect(clock()).toBe(1000)
  steadyMs += 0.5
  expect(clock()).toBe(1000.5)
  steadyMs += 1
  wallMs += 1
  expect(clock()).toBe(1001.5)
  wallMs -= 500
  expect(clock()).toBe(501)
  wallMs += 10_000
  steadyMs += 0.25
  expect(clock()).toBe(10_501)
})
