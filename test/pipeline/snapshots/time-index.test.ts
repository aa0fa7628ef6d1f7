import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeIndex } from '../../../src/pipeline/snapshots/time-index.ts'

const value = fc.integer({ min: 0, max: 200 })
const call = fc.oneof(
  { weight: 6, arbitrary: value.map(added => ({ add: added })) },
  { weight: 1, arbitrary: fc.array(value, { maxLength: 50 }).map(added => ({ addAll: added })) },
  { weight: 1, arbitrary: fc.integer({ min: -1, max: 30 }).map(count => ({ take: count })) }
)

describe('TimeIndex', () => {
  it('behaves as a sorted set under any order of calls', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 200 }), calls => {
        const index = new TimeIndex()
        let expected: number[] = []
        for (const step of calls) {
          if ('take' in step) {
            const count = Math.max(0, step.take)
            expect(index.takeSmallest(step.take)).toEqual(expected.slice(0, count))
            expected = expected.slice(count)
          } else {
            const added = 'add' in step ? [step.add] : step.addAll
            if ('add' in step) index.add(step.add)
            else index.addAll(step.addAll)
            expected = [...new Set([...expected, ...added])].sort((a, b) => a - b)
          }
          expect(index.size).toBe(expected.length)
        }
        for (let i = 0; i <= 200; i++) expect(index.has(i)).toBe(expected.includes(i))
        expect(index.takeSmallest(1000)).toEqual(expected)
      })
    )
  })

  it('takes a million values in order without moving them each time', () => {
    const index = new TimeIndex()
    let wrong = 0
    for (let i = 0; i < 1_000_000; i++) {
      index.add(i)
      if (index.size > 1000 && index.takeSmallest(1)[0] !== i - 1000) wrong++
    }
    expect(wrong).toBe(0)
    expect(index.size).toBe(1000)
  })
})
