import type { Detector } from '../detector.ts'
import { litScene } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Shift of the colour of the median block, levels of Cb and Cr. docs/limits.md#colour-cast
  minCastLevels: 13,
  // And so much more for each level by which the picture is brighter: light that is added has a colour of its own.
  castOfLight: 0.25,
  // Share of the blocks that shift the same way.
  minCastRatio: 0.75,
  // The scene is there, and there is light to see colours in.
  minAliveRatio: 0.5,
  minMeanRatio: 0.3
}

export const colourCast: Detector<typeof DEFAULT_LIMITS> = {
  id: 'colour-cast',
  title: 'Colour balance gone',
  needs: ['castLevels', 'castRatio', 'aliveRatio', 'greyRatio', 'meanRatio', 'meanChangeLevels'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 700,
  clearAfterMs: 600,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    const { look, against } = scene
    const isGrey = look.greyRatio > 0.97 && look.chromaLevels < 2
    const factor = evidence.ease / (evidence.raised ? 0.75 : 1)
    const limit = (limits.minCastLevels + limits.castOfLight * Math.max(0, against.meanChangeLevels)) / factor
    if (isGrey || against.castLevels <= limit || against.castRatio <= limits.minCastRatio) return null
    if (against.aliveRatio <= limits.minAliveRatio || against.meanRatio <= limits.minMeanRatio) return null
    return {
      severity: severity(against.castLevels, limit, 60),
      measure: 'shift of the colour',
      value: against.castLevels,
      limit,
      reference: null,
      unit: 'levels',
      mask: null
    }
  }
}
