import type { Detector } from '../detector.ts'
import { litScene } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Contrast of the permanent edges over the usual. docs/limits.md#low-contrast
  maxContrast: 0.6,
  // Share of the testifying blocks that have so little and still fit.
  minFaintRatio: 0.4,
  // Span of the levels over the usual.
  maxRangeRatio: 0.7,
  // The darkest parts are lifted, grey levels: this tells a veil from a light that was switched off.
  minBlackRiseLevels: 18,
  // The scene is still there under the veil.
  minMedianFit: 0.55,
  minAliveRatio: 0.3
}

export const lowContrast: Detector<typeof DEFAULT_LIMITS> = {
  id: 'low-contrast',
  title: 'Veil over the picture',
  needs: ['contrast', 'faintRatio', 'rangeRatio', 'blackRiseLevels', 'medianFit', 'aliveRatio'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 1000,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    const { against } = scene
    const factor = evidence.ease / (evidence.raised ? 0.85 : 1)
    const limit = limits.maxContrast * factor
    if (against.contrast >= limit || against.faintRatio <= limits.minFaintRatio / factor) return null
    if (against.rangeRatio >= limits.maxRangeRatio * factor) return null
    if (against.blackRiseLevels <= limits.minBlackRiseLevels / factor) return null
    if (against.medianFit <= limits.minMedianFit || against.aliveRatio <= limits.minAliveRatio) return null
    return {
      severity: severity(against.contrast, limit, 0.1),
      measure: 'contrast of the edges over the usual',
      value: against.contrast,
      limit,
      reference: 1,
      unit: 'ratio',
      mask: null
    }
  }
}
