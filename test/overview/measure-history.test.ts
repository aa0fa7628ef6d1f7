import { beforeEach, describe, expect, it } from 'vitest'
import { MEASURE_COUNT, POINT_VALUES } from '../../src/model/camera-figures.ts'
import { MeasureHistory } from '../../src/overview/measure-history.ts'

const POINT_MS = 10_000
/** One point of one camera: the first measure (grey levels, up to 255) has these values, the others none. */
const numbers = (least: number, mean: number, most: number) => {
  const values = new Float64Array(MEASURE_COUNT * POINT_VALUES).fill(Number.NaN)
  values.set([least, mean, most])
  return { streams: ['a'], values }
}

describe('MeasureHistory', () => {
  let history: MeasureHistory
  beforeEach(() => {
    history = new MeasureHistory()
  })

  it('gives back least, mean and most of a period, and no point where nothing was measured', () => {
    history.take(numbers(10, 20, 30), 1000)
    history.take(numbers(Number.NaN, Number.NaN, Number.NaN), 2000)
    history.take(numbers(40, 50, 300), 3000)
    const points = history.points('a', 0, 0, 9000, 100)
    expect(points.map(point => point.map(Math.round))).toEqual([
      [1000, 10, 20, 30],
      [3000, 40, 50, 255]
    ])
    expect(history.points('a', 0, 1500, 2500, 100)).toEqual([])
    expect(history.points('a', 1, 0, 9000, 100)).toEqual([])
    expect(history.points('b', 0, 0, 9000, 100)).toEqual([])
  })

  it('keeps an hour finely and a day coarsely, and joins the two without a gap', () => {
    const hours = 30
    for (let i = 1; i <= hours * 360; i++) history.take(numbers(i % 200, i % 200, i % 200), i * POINT_MS)
    const all = history.points('a', 0, 0, Number.POSITIVE_INFINITY, 10_000)
    const times = all.map(([atMs]) => atMs)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(times.at(-1)).toBe(hours * 3_600_000)
    expect(all.length).toBeGreaterThan(360 + 130)
    expect(all.length).toBeLessThan(360 + 145)
    const longest = Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? 0)))
    expect(longest).toBeLessThanOrEqual(610_000)
    expect(times.at(0)).toBeGreaterThanOrEqual(5 * 3_600_000)
  })

  it('puts neighbours together until there are no more than asked for', () => {
    for (let i = 1; i <= 100; i++) history.take(numbers(i, i, i), i * POINT_MS)
    const points = history.points('a', 0, 0, 1e9, 10)
    expect(points).toHaveLength(10)
    expect(points[0]?.map(value => Math.round(value * 10) / 10)).toEqual([100_000, 1, 5.5, 10])
  })

  it('forgets a camera that is gone', () => {
    history.take(numbers(1, 1, 1), 1000)
    history.keepOnly(['b'])
    expect(history.points('a', 0, 0, 9000, 10)).toEqual([])
  })

  it('says when pictures were measured, to the ten seconds or minutes', () => {
    const start = 3_600_000
    for (let i = 1; i <= 90; i++) history.take(numbers(1, 1, 1), start + i * POINT_MS)
    for (let i = 91; i <= 96; i++) history.take(numbers(Number.NaN, Number.NaN, Number.NaN), start + i * POINT_MS)
    for (let i = 97; i <= 99; i++) history.take(numbers(1, 1, 1), start + i * POINT_MS)
    expect(history.seen('a', 0, 1e12)).toEqual([
      [start, start + 900_000],
      [start + 960_000, start + 990_000]
    ])
    expect(history.seen('a', start + 10_000, start + 20_000)).toEqual([[start + 10_000, start + 20_000]])
    expect(history.seen('b', 0, 1e12)).toEqual([])
  })

  it('goes on after a restart with what was kept, and knows the time in between', () => {
    const start = 36_000_000
    for (let i = 1; i <= 75; i++) history.take(numbers(10, 20, 30), start + i * POINT_MS)
    const first = history.takeUnsaved()
    expect(history.takeUnsaved()).toBeNull()
    history.endCoarse(start + 750_000)
    const last = history.takeUnsaved()
    const next = new MeasureHistory()
    expect([first, last].map(batch => batch !== null && next.restore(batch))).toEqual([true, true])
    // What was taken up already is not taken up twice.
    if (first !== null) next.restore(first)
    next.take(numbers(40, 50, 60), start + 2_000_000)
    expect(next.points('a', 0, 0, 1e12, 100).map(point => point.map(Math.round))).toEqual([
      [start + 600_000, 10, 20, 30],
      [start + 750_000, 10, 20, 30],
      [start + 2_000_000, 40, 50, 60]
    ])
    expect(next.seen('a', 0, 1e12)).toEqual([
      [start, start + 750_000],
      [start + 1_990_000, start + 2_000_000]
    ])
  })

  it('refuses points of another form', () => {
    const batch = { streams: ['a'], times: [1], lengths: [600], steps: new Uint16Array(3) }
    expect(history.restore(batch)).toBe(false)
    expect(history.points('a', 0, 0, 1e12, 10)).toEqual([])
  })
})
