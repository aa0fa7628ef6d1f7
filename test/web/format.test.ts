import { describe, expect, test } from 'vitest'
import {
  formatBytes,
  formatDelay,
  formatMeasure,
  formatNumber,
  formatRate,
  formatShare
} from '../../web/format/figure.ts'
import { formatLength, formatSeconds } from '../../web/format/length.ts'
import { dayOf, formatClock, formatMoment, zoneName } from '../../web/format/moment.ts'

const BERLIN = { language: 'en', zone: 'Europe/Berlin' } as const
const NOW = Date.parse('2026-11-22T13:31:07Z')

describe('formatLength', () => {
  test.each([
    [-5, '0 s'],
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [28 * 60_000, '28 min'],
    [3_600_000, '1 h'],
    [134 * 60_000, '2 h 14 min'],
    [3_600_000 + 5 * 60_000, '1 h 05 min'],
    [27 * 3_600_000, '1 d 3 h'],
    [48 * 3_600_000, '2 d']
  ])('%i ms is %s', (ms, text) => {
    expect(formatLength(ms, 'en')).toBe(text)
  })

  test('speaks Chinese', () => {
    expect(formatLength(134 * 60_000, 'zh')).toBe('2 小时 14 分')
  })

  test('short lengths of seconds have a decimal', () => {
    expect([formatSeconds(0.24, 'en'), formatSeconds(75, 'en'), formatSeconds(null, 'en')]).toEqual([
      '0.2 s',
      '1 min',
      '–'
    ])
  })
})

describe('formatMoment', () => {
  test('is a time of day today, in the zone of the site', () => {
    expect(formatMoment(Date.parse('2026-11-22T13:02:11Z'), NOW, BERLIN)).toBe('14:02:11')
  })

  test('names the day when it was another one there, though not in UTC', () => {
    expect(formatMoment(Date.parse('2026-11-21T22:30:00Z'), NOW, BERLIN)).toBe('21 Nov 23:30')
    expect(formatMoment(Date.parse('2026-11-21T23:30:00Z'), NOW, BERLIN)).toBe('00:30:00')
  })

  test('speaks Chinese', () => {
    expect(formatMoment(Date.parse('2026-11-21T10:31:00Z'), NOW, { language: 'zh', zone: 'Europe/Berlin' })).toBe(
      '11月21日 11:31'
    )
  })

  test('midnight is 00, never 24', () => {
    expect(formatClock(Date.parse('2026-11-21T23:00:00Z'), BERLIN)).toBe('00:00:00')
  })

  test('names the zone with its offset at that time', () => {
    expect(zoneName(NOW, BERLIN)).toBe('UTC+1')
    expect(zoneName(Date.parse('2026-07-01T00:00:00Z'), BERLIN)).toBe('UTC+2')
    expect(zoneName(NOW, { language: 'zh', zone: 'UTC' })).toBe('UTC')
  })

  test('a day is that of the zone', () => {
    expect(dayOf(Date.parse('2026-11-21T23:30:00Z'), BERLIN)).toBe('2026-11-22')
  })
})

describe('figures', () => {
  test('carry their unit after a space', () => {
    expect(formatShare(0.912, 'en')).toBe('91 %')
    expect(formatRate(5, 'en')).toBe('5.0 fps')
    expect([formatDelay(240.4, 'en'), formatDelay(2440, 'en')]).toEqual(['240 ms', '2.4 s'])
    expect([formatBytes(0, 'en'), formatBytes(999, 'en'), formatBytes(1.25e6, 'en'), formatBytes(412e9, 'en')]).toEqual(
      ['0 B', '999 B', '1.3 MB', '412 GB']
    )
  })

  test('group thousands', () => {
    expect(formatNumber(8_305_920, 'en')).toBe('8,305,920')
    expect(formatNumber(8_305_920, 'zh')).toBe('8,305,920')
  })

  test.each([
    [0.91, 'ratio', '91 %'],
    [0.042, 'ratio', '4.2 %'],
    [5300, 'ms', '5.3 s'],
    [112.4, 'levels', '112 levels'],
    [2.13, 'levels', '2.1 levels'],
    [4.9, 'fps', '4.9 fps']
  ])('%d %s is %s', (value, unit, text) => {
    expect(formatMeasure(value, unit, 'en')).toBe(text)
  })
})
