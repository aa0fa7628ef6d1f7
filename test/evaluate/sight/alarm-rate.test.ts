import { describe, expect, test } from 'vitest'
import { alarmRate } from '../../../src/evaluate/sight/alarm-rate.ts'

const HOUR_MS = 3_600_000

describe('the rate of false alarms', () => {
  // Exact bounds of a Poisson mean, one-sided 95 %: 2.996, 4.744, 6.296 and 16.962 for 0, 1, 2 and 10 events.
  test.each([
    [0, 2.996],
    [1, 4.744],
    [2, 6.296],
    [10, 16.962]
  ])('of %i in an hour is below the exact bound', (count, bound) => {
    const rate = alarmRate(count, HOUR_MS)
    expect(rate.perHour).toBe(count)
    expect(rate.atMostPerHour).toBeCloseTo(bound, 2)
  })

  test('of a short time says little, and of none nothing', () => {
    expect(alarmRate(0, HOUR_MS / 60).atMostPerHour).toBeCloseTo(60 * 2.9957, 1)
    expect(alarmRate(0, 0)).toMatchObject({ perHour: null, atMostPerHour: null })
  })
})
