import { describe, expect, it } from 'vitest'
import { absoluteDifference } from './absolute-difference.ts'
import { meanLevel } from './mean-level.ts'
import { regionMeans } from './region-means.ts'
import { shareOver } from './share-over.ts'
import { awkwardPlanes, seededRandom } from '../planes.ts'

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('meanLevel', () => {
  it.each(awkwardPlanes(1))('agrees with the slow version on $name', ({ plane }) => {
    expect(meanLevel(plane, plane.length)).toBeCloseTo(average(Array.from(plane)), 9)
  })

  it('takes the first values alone', () => {
    expect(meanLevel(Uint8Array.of(10, 20, 255), 2)).toBe(15)
  })

  it('refuses no values and more than there are', () => {
    expect(() => meanLevel(new Uint8Array(3), 0)).toThrow(RangeError)
    expect(() => meanLevel(new Uint8Array(3), 4)).toThrow(RangeError)
  })
})

describe('shareOver', () => {
  it.each(awkwardPlanes(1))('agrees with the slow version on $name', ({ plane }) => {
    for (const level of [0, 25, 128, 254, 255]) {
      expect(shareOver(plane, plane.length, level)).toBe(plane.filter(value => value > level).length / plane.length)
    }
  })

  it('does not count a value that equals the level', () => {
    expect(shareOver(Uint8Array.of(25, 26, 24, 255), 4, 25)).toBe(0.5)
  })

  it('refuses no values and more than there are', () => {
    expect(() => shareOver(new Uint8Array(3), 0, 1)).toThrow(RangeError)
    expect(() => shareOver(new Uint8Array(3), 4, 1)).toThrow(RangeError)
  })
})

describe('absoluteDifference', () => {
  it('agrees with the slow version, extremes included', () => {
    const random = seededRandom(9)
    const before = Uint8Array.from({ length: 500 }, (_, i) => (i < 2 ? i * 255 : random() * 256))
    const after = Uint8Array.from({ length: 500 }, (_, i) => (i < 2 ? 255 - i * 255 : random() * 256))
    const out = new Uint8Array(500)
    absoluteDifference(before, after, 500, out)
    expect(Array.from(out)).toEqual(Array.from(before, (value, i) => Math.abs(value - after[i]!)))
  })

  it('refuses a plane that is too small', () => {
    const [small, enough] = [new Uint8Array(4), new Uint8Array(5)]
    expect(() => absoluteDifference(small, enough, 5, enough)).toThrow(RangeError)
    expect(() => absoluteDifference(enough, small, 5, enough)).toThrow(RangeError)
    expect(() => absoluteDifference(enough, enough, 5, small)).toThrow(RangeError)
  })
})

describe('regionMeans', () => {
  it.each(awkwardPlanes(3))('agrees with the slow version on $name', ({ plane, width, height }) => {
    const out = new Float64Array(9)
    regionMeans(plane, width, height, 3, 3, out)
    out.forEach((mean, region) => {
      const [row, column] = [Math.floor(region / 3), region % 3]
      const values = Array.from(plane).filter((_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)]
        const inColumns = x >= Math.floor((width * column) / 3) && x < Math.floor((width * (column + 1)) / 3)
        return inColumns && y >= Math.floor((height * row) / 3) && y < Math.floor((height * (row + 1)) / 3)
      })
      expect(mean).toBeCloseTo(average(values), 9)
    })
  })

  it('refuses a plane with fewer rows or columns than the grid', () => {
    expect(() => regionMeans(new Uint8Array(20), 2, 10, 3, 3, new Float64Array(9))).toThrow(RangeError)
    expect(() => regionMeans(new Uint8Array(20), 10, 2, 3, 3, new Float64Array(9))).toThrow(RangeError)
    expect(() => regionMeans(new Uint8Array(99), 9, 9, 3, 3, new Float64Array(8))).toThrow(RangeError)
  })
})
