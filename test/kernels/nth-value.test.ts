import { describe, expect, it } from 'vitest'
import { nthValue } from '../../src/kernels/nth-value.ts'
import { MOST_VALUES } from '../../src/kernels/small-kernels.ts'
import { seededRandom } from './planes.ts'

const random = seededRandom(31)

describe('nthValue', () => {
  const contents: Record<string, (i: number) => number> = {
    'different values': () => random() * 100 - 50,
    'few values': () => Math.floor(random() * 3),
    'one value': () => 7.25,
    'rising values': i => i / 3,
    'falling values': i => -i / 3,
    'two halves': i => (i % 2 === 0 ? 1 : 1e9),
    'infinite values': i => (i % 5 === 0 ? Number.POSITIVE_INFINITY : -i)
  }
  it.each(Object.entries(contents))('agrees with sorting at every place among %s', (_, valueAt) => {
    for (const count of [1, 2, 3, 4, 7, 9, 16, 33, 144]) {
      const values = Float64Array.from({ length: count }, (_, i) => valueAt(i))
      const sorted = values.toSorted()
      for (let place = 0; place < count; place++) expect(nthValue(values, count, place)).toBe(sorted[place])
    }
  })

  it('looks at the first values alone, and leaves all as they were', () => {
    const values = Float64Array.of(5, 3, 4, 1, 2)
    expect(nthValue(values, 3, 0)).toBe(3)
    expect([...values]).toEqual([5, 3, 4, 1, 2])
  })

  it('takes as many values as it says and no more', () => {
    const values = Float64Array.from({ length: MOST_VALUES + 1 }, (_, i) => MOST_VALUES - i)
    expect(nthValue(values, MOST_VALUES, 0)).toBe(1)
    expect(() => nthValue(values, MOST_VALUES + 1, 0)).toThrow(RangeError)
  })
})
