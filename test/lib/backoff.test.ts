import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../src/lib/backoff.ts'

const LIMITS = { firstMs: 100, mostMs: 1000 }

describe('backoffMs', () => {
  it('doubles up to its limit', () => {
    expect([1, 2, 3, 4, 5, 50, 2000].map(failures => backoffMs(failures, LIMITS, 0))).toEqual([
      100, 200, 400, 800, 1000, 1000, 1000
    ])
  })

  it('takes off at most half by chance', () => {
    expect(backoffMs(3, LIMITS, 1)).toBe(200)
    expect(backoffMs(3, LIMITS, 0.5)).toBe(300)
  })
})
