import { describe, expect, test } from 'vitest'
import { TokenBuckets } from '../../src/lib/token-buckets.ts'

describe('TokenBuckets', () => {
  test('let a burst through, and then the rate', () => {
    const buckets = new TokenBuckets({ perSecond: 2, burst: 3 })
    expect([1, 2, 3].map(() => buckets.take('a', 0).ok)).toEqual([true, true, true])
    expect(buckets.take('a', 0)).toEqual({ ok: false, waitMs: 500 })
    expect(buckets.take('a', 499)).toEqual({ ok: false, waitMs: 1 })
    expect(buckets.take('a', 500)).toEqual({ ok: true })
    expect(buckets.take('a', 500).ok).toBe(false)
    expect(buckets.take('b', 500).ok).toBe(true)
  })

  test('hold no more than a burst, however long nothing happens, and nothing for a clock that goes back', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 2 })
    buckets.take('a', 0)
    const later = [1, 2, 3].map(() => buckets.take('a', 3_600_000).ok)
    expect(later).toEqual([true, true, false])
    expect(buckets.take('a', 0).ok).toBe(false)
  })

  test('a refusal costs nothing, and a look neither', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 1 })
    expect([buckets.peek('a', 0).ok, buckets.peek('a', 0).ok, buckets.size]).toEqual([true, true, 0])
    buckets.take('a', 0)
    for (let i = 0; i < 100; i++) buckets.take('a', 10)
    expect(buckets.take('a', 1000).ok).toBe(true)
  })

  test('remember no more keys than they may, those of late', () => {
    const buckets = new TokenBuckets({ perSecond: 0.001, burst: 1, mostKeys: 100 })
    for (let i = 0; i < 10_000; i++) buckets.take(`key-${i}`, i)
    expect(buckets.size).toBe(100)
    expect([buckets.peek('key-9999', 10_000).ok, buckets.peek('key-1', 10_000).ok]).toEqual([false, true])
  })
})
