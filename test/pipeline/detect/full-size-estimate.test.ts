import { describe, expect, it } from 'vitest'
import { atFullSize, changeFactor, edgeEstimate } from '../../../src/pipeline/detect/full-size-estimate.ts'

describe('full-size estimate', () => {
  it('leaves a full-size picture as it is', () => {
    const change = { meanLevels: 5, highRatio: 0.1, regionMeanLevels: [1, 2, 3] }
    expect(edgeEstimate(1)).toEqual({ thresholdFactor: 1, ratioFactor: 1 })
    expect(atFullSize(change, 1)).toEqual(change)
  })

  it('takes the nearest scale there is for scales between and beyond', () => {
    expect(edgeEstimate(3)).toEqual(edgeEstimate(4))
    expect(edgeEstimate(136)).toEqual(edgeEstimate(8))
    expect(changeFactor(136)).toBe(changeFactor(8))
  })

  it('multiplies means and leaves the share', () => {
    const change = atFullSize({ meanLevels: 100, highRatio: 0.1, regionMeanLevels: [10, 20] }, 8)
    expect(change.meanLevels).toBeCloseTo(109, 9)
    expect(change.regionMeanLevels[1]).toBeCloseTo(21.8, 9)
    expect(change.highRatio).toBe(0.1)
  })
})
