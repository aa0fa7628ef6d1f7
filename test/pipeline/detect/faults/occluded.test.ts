import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../../../src/model/camera.ts'
import type { Measures } from '../../../../src/model/measures.ts'
import { occluded } from '../../../../src/pipeline/detect/faults/occluded.ts'
import { makeMeasures } from '../make-picture.ts'

function evaluate(changed: Partial<Measures>, raised = false, minRatio = 0.02) {
  const settings = { ...DEFAULT_CAMERA_SETTINGS, edge: { low: 50, high: 150, minRatio }, oldRules: { edge: true } }
  return occluded.evaluate({ measures: makeMeasures(changed), settings, raised, scene: null, ease: 1 }, occluded.limits)
}

describe('occluded by the rule of the old service', () => {
  it.each([
    [0, 1],
    [0.01, 0.5],
    [0.0195, 0.03]
  ])('finds an edge ratio of %f, severity %f', (edgeRatio, severity) => {
    expect(evaluate({ edgeRatio })).toMatchObject({ severity, measure: 'edge ratio', value: edgeRatio, limit: 0.02 })
  })

  it.each([0.02, 0.05, 1])('finds nothing at %f', edgeRatio => {
    expect(evaluate({ edgeRatio })).toBeNull()
  })

  it('stays until the ratio is past its limit by a quarter', () => {
    expect(evaluate({ edgeRatio: 0.0249 }, true)).toMatchObject({ limit: 0.025, severity: 0 })
    expect(evaluate({ edgeRatio: 0.025 }, true)).toBeNull()
  })

  it("takes the client's limit, and is off at 0", () => {
    expect(evaluate({ edgeRatio: 0.09 }, false, 0.1)).not.toBeNull()
    expect(evaluate({ edgeRatio: 0 }, true, 0)).toBeNull()
  })

  it('does not judge in the dark', () => {
    expect(evaluate({ edgeRatio: 0, meanLumaLevels: 14.9 })).toEqual({ notJudged: 'too dark to judge' })
    expect(evaluate({ edgeRatio: 0, meanLumaLevels: 15 })).toMatchObject({ severity: 1 })
  })

  it('does not judge what could not be measured, and says why', () => {
    expect(evaluate({ edgeRatio: null, missing: { edgeRatio: 'picture too small' } })).toEqual({
      notJudged: 'picture too small'
    })
  })
})
