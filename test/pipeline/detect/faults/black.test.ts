import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../../../src/model/camera.ts'
import { black } from '../../../../src/pipeline/detect/faults/black.ts'
import { makeMeasures } from '../make-picture.ts'

function evaluate(meanLumaLevels: number, raised = false, blackMeanLevels = 15) {
  const settings = { ...DEFAULT_CAMERA_SETTINGS, blackMeanLevels }
  return black.evaluate(
    { measures: makeMeasures({ meanLumaLevels }), settings, raised, scene: null, ease: 1 },
    black.limits
  )
}

describe('black', () => {
  it.each([
    [0, 1],
    [7.5, 0.5],
    [14.99, 0]
  ])('finds a mean of %f levels, severity %f', (level, severity) => {
    expect(evaluate(level)).toMatchObject({ severity, measure: 'mean luma', value: level, limit: 15, unit: 'levels' })
  })

  it.each([15, 16, 128, 255])('finds nothing at %i levels', level => {
    expect(evaluate(level)).toBeNull()
  })

  it('stays until the mean is past its limit by a margin', () => {
    expect(evaluate(16.4, true)).toMatchObject({ value: 16.4, limit: 16.5, severity: 0 })
    expect(evaluate(16.5, true)).toBeNull()
    expect(evaluate(5.9, true, 5)).toMatchObject({ limit: 6 })
    expect(evaluate(6, true, 5)).toBeNull()
  })

  it("takes the client's limit", () => {
    expect(evaluate(39, false, 40)).not.toBeNull()
    expect(evaluate(40, false, 40)).toBeNull()
  })

  it('is off at a limit of 0', () => {
    expect(evaluate(0, false, 0)).toBeNull()
    expect(evaluate(0, true, 0)).toBeNull()
  })
})
