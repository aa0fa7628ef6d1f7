import type { Detector } from '../detector.ts'
import { litScene } from '../judgeable.ts'
import type { AnchorEvidence } from '../scene/weigh/anchor-evidence.ts'
import type { SceneEvidence } from '../scene/weigh/scene-evidence.ts'
import { severity } from '../severity.ts'
import { SLOW_CHANGE } from '../slow-change.ts'

const DEFAULT_LIMITS = {
  // Contrast of the permanent edges over the usual. docs/limits.md#low-contrast
  maxContrast: 0.6,
  // Share of the testifying blocks that have so little and still fit.
  minFaintRatio: 0.4,
  // Span of the levels over the usual.
  maxRangeRatio: 0.7,
  // The darkest parts are lifted, grey levels: this tells a veil from a light that was switched off; and by so many times
  // as much as they usually rise and fall, where the exposure follows what drives by.
  minBlackRiseLevels: 18,
  minRiseTimesSwing: 3,
  // The scene is still there under the veil.
  minMedianFit: 0.55,
  minAliveRatio: 0.3
}

// A veil leaves the pattern of light and shade as it was; a sunny day that became a grey one does not. docs/limits.md#anchors
const MIN_LAYOUT = 0.85
// So much of the contrast at first is no veil.
const LIKE_AT_FIRST = 0.9

export const lowContrast: Detector<typeof DEFAULT_LIMITS> = {
  id: 'low-contrast',
  title: 'Veil over the picture',
  needs: [
    'contrast',
    'faintRatio',
    'rangeRatio',
    'blackRiseLevels',
    'darkestSwingLevels',
    'medianFit',
    'aliveRatio',
    'anchor'
  ],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 1000,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    const { against } = scene
    const factor = evidence.ease / (evidence.raised ? 0.85 : 1)
    const limit = limits.maxContrast * factor
    const { anchor, darkestSwingLevels: swingLevels } = against
    const isSeenThrough = against.medianFit > limits.minMedianFit && against.aliveRatio > limits.minAliveRatio
    // What drives by under a veil hides edges and widens the span: it does not end the veil.
    const isStill = evidence.raised && isLifted(against, swingLevels, limits, factor)
    if (!isSeenThrough && !isStill) return null
    const found = (measure: string, value: number) => ({
      severity: severity(value, limit, 0.1),
      measure,
      value,
      limit,
      reference: 1,
      unit: 'ratio',
      mask: null
    })
    if (isStill || isVeiled(against, swingLevels, limits, factor)) {
      // A slow veil that the memory had taken for usual is gone again.
      const isAsAtFirst = anchor !== null && anchor.contrast > LIKE_AT_FIRST && anchor.rangeRatio > LIKE_AT_FIRST
      return isAsAtFirst ? null : found('contrast of the edges over the usual', against.contrast)
    }
    if (anchor === null || !isVeiled(anchor, swingLevels, limits, factor) || anchor.layoutCorrelation < MIN_LAYOUT)
      return null
    return { ...found('contrast over that at first', anchor.contrast), timing: SLOW_CHANGE }
  }
}

function isVeiled(
  against: SceneEvidence | AnchorEvidence,
  swingLevels: number,
  limits: typeof DEFAULT_LIMITS,
  factor: number
): boolean {
  return (
    isLifted(against, swingLevels, limits, factor) &&
    against.faintRatio > limits.minFaintRatio / factor &&
    against.rangeRatio < limits.maxRangeRatio * factor
  )
}

function isLifted(
  against: SceneEvidence | AnchorEvidence,
  swingLevels: number,
  limits: typeof DEFAULT_LIMITS,
  factor: number
): boolean {
  return (
    against.contrast < limits.maxContrast * factor &&
    against.blackRiseLevels > Math.max(limits.minBlackRiseLevels, limits.minRiseTimesSwing * swingLevels) / factor
  )
}
