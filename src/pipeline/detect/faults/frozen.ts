import type { Detector } from '../detector.ts'
import { isDark } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // The same bytes for so long, ms, and for so many times the longest harmless spell of this camera. docs/limits.md#frozen
  minIdenticalMs: 1500,
  minIdenticalTimesUsual: 2,
  // Two frames are this much more alike than the camera's own noise ever lets them be ...
  maxStillnessRatio: 0.45,
  // ... and by so much in any case, grey levels: noise that has gone leaves frames that are alike, yet no copies ...
  maxStillnessLevels: 0.9,
  // ... no block moves more than this beyond the others ...
  maxMotion: 2,
  // ... or, where frames are so alike that only the coding of a still picture differs, this much more still ...
  motionOfCoding: 1.5,
  // ... and the noise is strong enough to tell, grey levels.
  minNoiseLevels: 0.3
}

export const frozen: Detector<typeof DEFAULT_LIMITS> = {
  id: 'frozen',
  title: 'Same picture again and again',
  needs: ['identicalMs', 'stillnessLevels', 'motion', 'aliveRatio', 'meanRatio'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 300,
  clearAfterMs: 300,

  evaluate({ scene, ease }, limits) {
    if (scene === null) return null
    const { against } = scene
    const identicalLimitMs = Math.max(limits.minIdenticalMs, limits.minIdenticalTimesUsual * against.usualIdenticalMs)
    if (against.identicalMs >= identicalLimitMs) {
      return {
        severity: severity(against.identicalMs, identicalLimitMs, 10 * identicalLimitMs),
        measure: 'time with the same bytes',
        value: against.identicalMs,
        limit: identicalLimitMs,
        reference: null,
        unit: 'ms',
        mask: null
      }
    }
    const usual = against.usualStillnessLevels
    if (!against.known || usual === null || against.stillnessLevels === null || isDark(scene)) return null
    if (usual < limits.minNoiseLevels) return { notJudged: 'too little noise to tell a still scene from a frozen one' }
    const limit = Math.min(limits.maxStillnessRatio * usual, limits.maxStillnessLevels) * Math.min(1.2, ease)
    const isLit = against.meanRatio > 0.75 && against.meanRatio < 1.33
    const isScene = against.aliveRatio > 0.5 || against.testifying < 10
    const maxMotion = limits.maxMotion * (1 + limits.motionOfCoding * (1 - against.stillnessLevels / limit))
    if (against.stillnessLevels >= limit || against.motion >= maxMotion || !isLit || !isScene) return null
    return {
      severity: severity(against.stillnessLevels, limit, 0),
      measure: 'difference of two frames',
      value: against.stillnessLevels,
      limit,
      reference: usual,
      unit: 'levels',
      mask: null
    }
  }
}
