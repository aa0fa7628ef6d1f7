import { describe, expect, it } from 'vitest'
import { parseUtcTime } from '../../src/lib/parse-utc-time.ts'

const EIGHT = Date.UTC(2026, 0, 5, 8)

describe('parse UTC time', () => {
  it.each([
    ['2026-01-05T08:00:00Z', EIGHT],
    ['2026-01-05T08:00:00.250Z', EIGHT + 250],
    ['2026-01-05T08:00:00', EIGHT],
    ['2026-01-05 08:00:00.123456', EIGHT + 123],
    ['2026-01-05T10:00:00+02:00', EIGHT],
    ['2026-01-05T10:00:00+0200', EIGHT],
    [EIGHT, EIGHT],
    [EIGHT / 1000, EIGHT]
  ])('reads %j', (value, ms) => expect(parseUtcTime(value)).toBe(ms))

  it.each([
    [''],
    ['now'],
    ['2026'],
    ['2026-13-45T99:00:00Z'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [-5],
    [null],
    [{}],
    ['2'.repeat(100)]
  ])('refuses %j', value => expect(parseUtcTime(value)).toBeNull())
})
