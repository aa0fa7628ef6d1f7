import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScheduleEntry } from '../../../src/model/camera-profile.ts'
import { isOffSchedule, localTime } from '../../../src/pipeline/incidents/schedule.ts'

const at = (iso: string, zone = 'UTC') => localTime(Date.parse(iso), zone)
const clock = fc.integer({ min: 0, max: 1439 }).map(minutes => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
})

describe('localTime', () => {
  it('gives the wall clock of the zone, over midnight and a change of summer time', () => {
    expect(at('2026-11-23T00:05:00Z')).toEqual({ day: 1, minutes: 5, date: '2026-11-23' })
    expect(at('2026-11-22T16:30:00Z', 'Asia/Shanghai')).toEqual({ day: 1, minutes: 30, date: '2026-11-23' })
    expect(at('2026-10-25T00:30:00Z', 'Europe/Berlin').minutes).toBe(150)
    expect(at('2026-10-25T01:30:00Z', 'Europe/Berlin').minutes).toBe(150)
    expect(() => at('2026-10-25T01:30:00Z', 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('isOffSchedule', () => {
  const nights: readonly ScheduleEntry[] = [{ days: [6, 7], from: '22:00', to: '06:00' }]

  it.each([
    ['Saturday before it begins', '2026-11-28T21:59:00Z', false],
    ['Saturday evening', '2026-11-28T22:00:00Z', true],
    ['Sunday morning', '2026-11-29T05:59:00Z', true],
    ['Sunday after its end', '2026-11-29T06:00:00Z', false],
    ['Monday morning, begun on Sunday', '2026-11-30T03:00:00Z', true],
    ['Saturday morning, not begun on Friday', '2026-11-28T03:00:00Z', false]
  ])('knows %s', (_, iso, expected) => {
    expect(isOffSchedule(nights, at(iso))).toBe(expected)
  })

  it('takes 24:00 as the end of the day, and the same time twice as a whole day', () => {
    expect(isOffSchedule([{ days: [1], from: '00:00', to: '24:00' }], at('2026-11-23T23:59:00Z'))).toBe(true)
    expect(isOffSchedule([{ days: [1], from: '12:00', to: '12:00' }], at('2026-11-24T11:59:00Z'))).toBe(true)
    expect(isOffSchedule([{ days: [1], from: '12:00', to: '12:00' }], at('2026-11-24T12:00:00Z'))).toBe(false)
  })

  it('covers just as many minutes of a week as its entry is long, for each of its days', () => {
    fc.assert(
      fc.property(clock, clock, fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (from, to, days) => {
        const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
        const length = (minutesOf(to) - minutesOf(from) + 1440) % 1440 || 1440
        let covered = 0
        for (let minute = 0; minute < 7 * 1440; minute += 1) {
          const now = { day: Math.floor(minute / 1440) + 1, minutes: minute % 1440, date: '' }
          if (isOffSchedule([{ days, from, to }], now)) covered++
        }
        expect(covered).toBe(days.length * length)
      }),
      { numRuns: 30 }
    )
  })
})
