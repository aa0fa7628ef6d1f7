import { describe, expect, it } from 'vitest'
import { ClockSteps } from '../../src/lib/clock-steps.ts'

describe('clock steps', () => {
  it('time that goes on, or a process that stood still, is no step', () => {
    const steps = new ClockSteps(1_000_000, 500)
    expect(steps.take(1_000_200, 700)).toBe(0)
    expect(steps.take(1_900_200, 900_700)).toBe(0)
    expect(steps.take(1_900_900, 901_000)).toBe(0)
  })

  it('gives by how much the clock was set, once', () => {
    const steps = new ClockSteps(10_000_000, 0)
    expect(steps.take(13_600_200, 200)).toBe(3_600_000)
    expect(steps.take(13_600_400, 400)).toBe(0)
    expect(steps.take(10_000_600, 600)).toBe(-3_600_000)
    expect(steps.take(10_000_800, 800)).toBe(0)
  })
})
