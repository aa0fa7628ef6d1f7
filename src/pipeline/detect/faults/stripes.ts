import type { Detector } from '../detector.ts'
import { FEW_TESTIFYING_BLOCKS, knownScene } from '../judgeable.ts'
import type { SceneEvidence } from '../scene/weigh/scene-evidence.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Amplitude of the pattern, grey levels. docs/limits.md#stripes
  minAmplitudeLevels: 8.5,
  // Its share of what all quarters of the picture have in common.
  minShare: 0.33,
  // The same of bars across the whole picture, whose four strips have less by chance in common.
  minBandShare: 0.7,
  // The pattern accounts for what is different from the background: amplitude over that difference, from and to.
  minOfDifference: 0.8,
  maxOfDifference: 2.2,
  // The difference is over this many times the usual one, plus so many levels.
  differenceTimesUsual: 1.5,
  differenceOverUsualLevels: 3,
  // The scene is still there under the stripes, where so many blocks can tell.
  minContrast: 0.6,
  minTestifying: FEW_TESTIFYING_BLOCKS,
  // Fine stripes add gradients; wide and soft bars do not.
  minEnergyRatio: 1.08
}

export const stripes: Detector<typeof DEFAULT_LIMITS> = {
  id: 'stripes',
  title: 'Stripes over the picture',
  needs: ['stripeLevels', 'bandLevels', 'differenceLevels', 'contrast', 'testifying', 'gradientEnergyRatio'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 600,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    const scene = knownScene(evidence)
    if ('notJudged' in scene) return scene
    const { against } = scene
    const factor = evidence.ease / (evidence.raised ? 0.8 : 1)
    if (against.testifying >= limits.minTestifying && against.contrast <= limits.minContrast) return null
    const levels = Math.max(fineStripes(against, limits, factor), bars(against, limits, factor))
    const limit = limits.minAmplitudeLevels / factor
    if (levels <= limit) return null
    return {
      severity: severity(levels, limit, 80),
      measure: 'amplitude of the stripes',
      value: levels,
      limit,
      reference: null,
      unit: 'levels',
      mask: null
    }
  }
}

/** Amplitude of a fine pattern that all quarters show, or 0. */
function fineStripes(against: Readonly<SceneEvidence>, limits: typeof DEFAULT_LIMITS, factor: number): number {
  const { stripeLevels, stripeShare, stripeSteady, differenceLevels } = against
  if (!isNew(against, limits, 1)) return 0
  const isOver = against.gradientEnergyRatio > limits.minEnergyRatio
  const isEverywhere = against.gradientRiseLevels > 0.1 || differenceLevels > 20
  if (!stripeSteady || stripeShare <= limits.minShare / factor || !isOver || !isEverywhere) return 0
  const isAll =
    stripeLevels > limits.minOfDifference * differenceLevels && stripeLevels < limits.maxOfDifference * differenceLevels
  return isAll ? stripeLevels : 0
}

/**
 * Amplitude of bars that cross the whole picture, or 0. Means over strips show them where half as much differs, and narrow
 * ones are hardly seen in the difference to the small background: it bounds them from below alone.
 */
function bars(against: Readonly<SceneEvidence>, limits: typeof DEFAULT_LIMITS, factor: number): number {
  const { bandLevels, bandShare, bandSteady, differenceLevels } = against
  if (!bandSteady || bandShare <= limits.minBandShare / factor || !isNew(against, limits, 0.5)) return 0
  return bandLevels > limits.minOfDifference * differenceLevels ? bandLevels : 0
}

/** @param share Of what is asked for over the usual difference. */
function isNew(
  { differenceLevels, usualDifferenceLevels }: Readonly<SceneEvidence>,
  limits: typeof DEFAULT_LIMITS,
  share: number
): boolean {
  const usual = limits.differenceTimesUsual * Math.max(3 * share, usualDifferenceLevels)
  return differenceLevels > usual + share * limits.differenceOverUsualLevels
}
