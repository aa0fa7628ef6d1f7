import { describe, expect, it } from 'vitest'
import { streamGap, streamGapLimitMs } from '../../../../src/pipeline/detect/faults/stream-gap.ts'

describe('streamGapLimitMs', () => {
  it('is the setting, or five usual intervals when those are longer', () => {
    expect(streamGapLimitMs(2000, null)).toBe(2000)
    expect(streamGapLimitMs(2000, 40)).toBe(2000)
    expect(streamGapLimitMs(2000, 400)).toBe(2000)
    expect(streamGapLimitMs(2000, 10_000)).toBe(50_000)
  })
})

describe('streamGap', () => {
  it('finds a silence from its limit on, more severe the longer it lasts', () => {
    expect(streamGap(1999, 2000, 100)).toBeNull()
    expect(streamGap(2000, 2000, 100)).toMatchObject({ kind: 'stream-gap', severity: 0, value: 2000, limit: 2000 })
    expect(streamGap(11_000, 2000, 100)).toMatchObject({ severity: 0.5, reference: 100, unit: 'ms' })
    expect(streamGap(9e9, 2000, null)).toMatchObject({ severity: 1, reference: null })
  })

  it('finds nothing when the clock went back', () => {
    expect(streamGap(-5000, 2000, 100)).toBeNull()
    expect(streamGap(Number.NaN, 2000, 100)).toBeNull()
  })
})
