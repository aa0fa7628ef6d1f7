import type { Detector } from '../detector.ts'
import { isBlurred } from '../is-blurred.ts'
import { litScene } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Detail on the permanent edges over their contrast, over the usual. docs/limits.md#defocused
  maxSharpness: 0.5,
  // The finest band over the usual.
  maxFineRatio: 0.65,
  // The coarse structure is in place and has its contrast.
  minAliveRatio: 0.4,
  minContrast: 0.3,
  minRangeRatio: 0.6,
  minMeanRatio: 0.6
}

export const defocused: Detector<typeof DEFAULT_LIMITS> = {
  id: 'defocused',
  title: 'Picture out of focus',
  needs: ['sharpness', 'fineRatio', 'aliveRatio', 'contrast', 'rangeRatio', 'meanRatio', 'isRebasing'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 900,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    const { against } = scene
    if (against.isRebasing) return { notJudged: 'learning' }
    const factor = evidence.ease / (evidence.raised ? 0.85 : 1)
    const limit = limits.maxSharpness * factor
    const isWhole = isBlurred(scene)
    if (!isWhole) {
      if (against.sharpness === null) return { notJudged: 'too few sharp edges' }
      if (against.sharpness >= limit || against.fineRatio >= limits.maxFineRatio * factor) return null
      if (against.aliveRatio <= limits.minAliveRatio || against.contrast <= limits.minContrast) return null
      if (against.rangeRatio <= limits.minRangeRatio || against.meanRatio <= limits.minMeanRatio) return null
    }
    const value = isWhole ? against.fineRatio : (against.sharpness ?? 0)
    return {
      severity: severity(value, limit, 0.1),
      measure: isWhole ? 'finest band over the usual' : 'sharpness over the usual',
      value,
      limit,
      reference: 1,
      unit: 'ratio',
      mask: null
    }
  }
}
