import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Corner, polygonShares } from '../../src/lib/polygon-shares.ts'

const whole: readonly Corner[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1]
]
const corner = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
const sum = (shares: Float32Array) => shares.reduce((total, share) => total + share, 0)

describe('polygonShares', () => {
  it('covers everything, nothing, and a half', () => {
    expect([...polygonShares([whole], 16, 9)]).toEqual(Array(144).fill(1))
    expect(sum(polygonShares([], 16, 9))).toBe(0)
    expect([
      ...polygonShares(
        [
          [
            [0, 0],
            [0.5, 0],
            [0.5, 1],
            [0, 1]
          ]
        ],
        4,
        1
      )
    ]).toEqual([1, 1, 0, 0])
    expect([
      ...polygonShares(
        [
          [
            [0, 0],
            [0.375, 0],
            [0.375, 1],
            [0, 1]
          ]
        ],
        4,
        1
      )
    ]).toEqual([1, 0.5, 0, 0])
  })

  it('counts an overlap once, in whatever direction a polygon goes round', () => {
    expect([...polygonShares([whole, [...whole].reverse()], 2, 2)]).toEqual([1, 1, 1, 1])
  })

  it('gives each polygon its own area', () => {
    fc.assert(
      fc.property(corner, corner, corner, (a, b, c) => {
        const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
        expect(sum(polygonShares([[a, b, c]], 16, 9)) / 144).toBeCloseTo(area, 1)
      })
    )
  })

  it('never leaves 0..1, also for polygons that cross themselves', () => {
    fc.assert(
      fc.property(fc.array(fc.array(corner, { minLength: 3, maxLength: 9 }), { maxLength: 4 }), polygons => {
        expect(polygonShares(polygons, 16, 9).every(share => share >= 0 && share <= 1)).toBe(true)
      })
    )
  })
})
