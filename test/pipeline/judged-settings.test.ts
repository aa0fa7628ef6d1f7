import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import { judgedSettings } from '../../src/pipeline/judged-settings.ts'

describe('judgedSettings', () => {
  it('leaves the settings of the subscription as they are when nothing was set', () => {
    expect(judgedSettings(DEFAULT_CAMERA_SETTINGS, null)).toBe(DEFAULT_CAMERA_SETTINGS)
    expect(judgedSettings(DEFAULT_CAMERA_SETTINGS, { ...EMPTY_PROFILE, name: 'x' })).toBe(DEFAULT_CAMERA_SETTINGS)
  })

  it('puts what was set for the camera before them, field by field', () => {
    const subscribed = {
      ...DEFAULT_CAMERA_SETTINGS,
      faults: {
        black: { sensitivity: 'high' as const, limits: { maxMeanLevels: 20, maxContrast: 0.2 } },
        noise: { sensitivity: 'off' as const }
      }
    }
    const profile = {
      ...EMPTY_PROFILE,
      faults: {
        black: { raiseAfterS: 3, limits: { maxMeanLevels: 30 } },
        moved: { sensitivity: 'low' as const, clearAfterS: 2 }
      }
    }
    expect(judgedSettings(subscribed, profile)).toEqual({
      ...subscribed,
      faults: {
        black: { sensitivity: 'high', limits: { maxMeanLevels: 30, maxContrast: 0.2 } },
        noise: { sensitivity: 'off' },
        moved: { sensitivity: 'low' }
      },
      timings: { black: { raiseAfterMs: 3000 }, moved: { clearAfterMs: 2000 } }
    })
  })
})
