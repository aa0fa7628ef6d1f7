import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS, type TamperSettings } from '../../../../src/model/camera.ts'
import { shaken } from '../../../../src/pipeline/detect/faults/shaken.ts'
import { makeMeasures } from '../make-picture.ts'

interface Change {
  mean: number
  high?: number
  /** How many of the nine regions have a mean of 8.1 levels; the others have 7.9. */
  over?: number
}

function evaluate({ mean, high = 0, over = 0 }: Change, raised = false, tamper: Partial<TamperSettings> = {}) {
  const regionMeanLevels = Array.from({ length: 9 }, (_, i) => (i < over ? 8.1 : 7.9))
  const measures = makeMeasures({ change: { meanLevels: mean, highRatio: high, regionMeanLevels } })
  const settings = {
    ...DEFAULT_CAMERA_SETTINGS,
    tamper: { ...DEFAULT_CAMERA_SETTINGS.tamper, ...tamper },
    oldRules: { tamper: true }
  }
  return shaken.evaluate({ measures, settings, raised, scene: null, ease: 1 }, shaken.limits)
}

describe('shaken by the rule of the old service', () => {
  it.each<[string, Change]>([
    ['a strong change', { mean: 10.1, high: 0.151 }],
    ['a wide change', { mean: 10.1, over: 5 }],
    ['both', { mean: 60, high: 0.9, over: 9 }]
  ])('finds %s', (_name, change) => {
    expect(evaluate(change)).toMatchObject({ measure: 'mean change between frames', value: change.mean, limit: 10 })
  })

  it.each<[string, Change]>([
    ['a mean at its limit', { mean: 10, high: 0.9, over: 9 }],
    ['a large mean that is neither strong nor wide', { mean: 30, high: 0.15, over: 4 }],
    ['nothing at all', { mean: 0 }]
  ])('does not find %s', (_name, change) => {
    expect(evaluate(change)).toBeNull()
  })

  it('grows more severe up to an unrelated view', () => {
    expect(evaluate({ mean: 37, over: 9 })).toMatchObject({ severity: 0.5 })
    expect(evaluate({ mean: 64, over: 9 })).toMatchObject({ severity: 1 })
    expect(evaluate({ mean: 200, over: 9 })).toMatchObject({ severity: 1 })
  })

  it('holds on to lower limits while it is raised', () => {
    expect(evaluate({ mean: 8.1, high: 0.121 }, true)).toMatchObject({ limit: 8, severity: 0 })
    expect(evaluate({ mean: 8.1, high: 0.121 }, false)).toBeNull()
    expect(evaluate({ mean: 8.1, over: 0 }, true)).toMatchObject({ limit: 8 })
    expect(evaluate({ mean: 8, high: 0.9, over: 9 }, true)).toBeNull()
  })

  it("takes the client's limits", () => {
    expect(evaluate({ mean: 31, high: 0.2 }, false, { diffLevels: 30 })).not.toBeNull()
    expect(evaluate({ mean: 29, high: 0.2 }, false, { diffLevels: 30 })).toBeNull()
    expect(evaluate({ mean: 29, high: 0.2 }, false, { highRatio: 0.2 })).toBeNull()
    expect(evaluate({ mean: 29 }, false, { regionDiffLevels: 7 })).not.toBeNull()
    expect(evaluate({ mean: 251, high: 1 }, false, { diffLevels: 250 })).toMatchObject({ severity: 1 })
  })

  it('does not judge what could not be measured, and says why', () => {
    const measures = makeMeasures({ change: null, missing: { change: 'first frame' } })
    const settings = { ...DEFAULT_CAMERA_SETTINGS, oldRules: { tamper: true } }
    const opinion = shaken.evaluate({ measures, settings, raised: false, scene: null, ease: 1 }, shaken.limits)
    expect(opinion).toEqual({ notJudged: 'first frame' })
  })
})
