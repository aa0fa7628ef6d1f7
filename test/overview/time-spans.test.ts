import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coveredMs, joinedSpans, overlapMs, type TimeSpan } from '../../src/overview/time-spans.ts'

const spans = fc.array(
  fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 20 })).map(([from, long]): TimeSpan => [from, from + long]),
  { maxLength: 12 }
)
const covers = (list: readonly TimeSpan[], ms: number) => list.some(([from, to]) => ms >= from && ms < to)

describe('joinedSpans', () => {
  it('covers the same moments, in order, without overlap', () => {
    fc.assert(
      fc.property(spans, list => {
        const joined = joinedSpans(list)
        for (let ms = 0; ms < 130; ms++) expect(covers(joined, ms)).toBe(covers(list, ms))
        for (const [i, [from]] of joined.entries()) expect(from).toBeGreaterThan(joined[i - 1]?.[1] ?? -1)
      })
    )
  })

  it('takes a gap for none that is short enough', () => {
    const list: TimeSpan[] = [
      [20, 30],
      [0, 10],
      [12, 15]
    ]
    expect(joinedSpans(list, 2)).toEqual([
      [0, 15],
      [20, 30]
    ])
  })
})

describe('coveredMs', () => {
  it('counts each moment of a period that a span covers', () => {
    fc.assert(
      fc.property(spans, fc.nat(120), fc.nat(120), (list, fromMs, toMs) => {
        let count = 0
        for (let ms = fromMs; ms < toMs; ms++) if (covers(list, ms)) count++
        expect(coveredMs(joinedSpans(list), fromMs, toMs)).toBe(count)
      })
    )
  })

  it('is 0 for a period that ends before it begins', () => {
    expect(coveredMs([[0, 100]], 50, 40)).toBe(0)
    expect(overlapMs(0, 10, 20, 30)).toBe(0)
  })
})
