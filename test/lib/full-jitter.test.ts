import { expect, it } from 'vitest'
import { fullJitterMs } from '../../src/lib/full-jitter.ts'

it('fullJitterMs draws from nothing to a bound that doubles up to its most', () => {
  const limits = { firstMs: 100, mostMs: 1000 }
  expect([1, 2, 3, 4, 5, 2000].map(failures => fullJitterMs(failures, limits, 1))).toEqual([
    100, 200, 400, 800, 1000, 1000
  ])
  expect(fullJitterMs(3, limits, 0.5)).toBe(200)
  expect(fullJitterMs(3, limits, 0)).toBe(0)
})
