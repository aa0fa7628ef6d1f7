import type { Detector } from '../detector.ts'
import { knownScene } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Amplitude of the pattern, grey levels. docs/limits.md#stripes
  minAmplitudeLevels: 8.5,
  // Its share of what all quarters of the picture have in common.
  minShare: 0.33,
  // The pattern accounts for what is different from the background: amplitude over that difference, from and to.
  minOfDifference: 0.8,
  maxOfDifference: 2.2,
  // The difference is over this many times the usual one, plus so many levels.
  differenceTimesUsual: 1.5,
  differenceOverUsualLevels: 3,
  // The scene is still there under the stripes.
  minContrast: 0.6,
  minEnergyRatio: 1.08
}

export const stripes: Detector<typeof DEFAULT_LIMITS> = {
  id: 'stripes',
  title: 'Stripes over the picture',
  needs: ['stripeLevels', 'stripeShare', 'stripeSteady', 'differenceLevels', 'contrast', 'gradientEnergyRatio'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 600,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    const scene = knownScene(evidence)
    if ('notJudged' in scene) return scene
    const { against } = scene
    const factor = evidence.ease / (evidence.raised ? 0.8 : 1)
    const limit = limits.minAmplitudeLevels / factor
    const { stripeLevels, differenceLevels } = against
    if (stripeLevels <= limit || !against.stripeSteady || against.stripeShare <= limits.minShare / factor) return null
    const isAll =
      stripeLevels > limits.minOfDifference * differenceLevels &&
      stripeLevels < limits.maxOfDifference * differenceLevels
    const usual = limits.differenceTimesUsual * Math.max(3, against.usualDifferenceLevels)
    const isNew = differenceLevels > usual + limits.differenceOverUsualLevels
    const isOver = against.contrast > limits.minContrast && against.gradientEnergyRatio > limits.minEnergyRatio
    const isEverywhere = against.gradientRiseLevels > 0.1 || differenceLevels > 20
    if (!isAll || !isNew || !isOver || !isEverywhere) return null
    return {
      severity: severity(stripeLevels, limit, 80),
      measure: 'amplitude of the stripes',
      value: stripeLevels,
      limit,
      reference: null,
      unit: 'levels',
      mask: null
    }
  }
}
