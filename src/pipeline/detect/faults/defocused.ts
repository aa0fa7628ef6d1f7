import type { Detector } from '../detector.ts'
import { isBlurred } from '../is-blurred.ts'
import { litScene } from '../judgeable.ts'
import type { AnchorEvidence } from '../scene/weigh/anchor-evidence.ts'
import type { SceneEvidence } from '../scene/weigh/scene-evidence.ts'
import { severity } from '../severity.ts'
import { SLOW_CHANGE } from '../slow-change.ts'

const DEFAULT_LIMITS = {
  // Detail on the permanent edges over their contrast, over the usual. docs/limits.md#defocused
  maxSharpness: 0.5,
  // The finest band over the usual, where the edges are just as soft as that. Grain stays when detail goes, and in a noisy
  // picture it is most of that band: the softer the edges, the less of it need be gone.
  maxFineRatio: 0.65,
  // The coarse structure is in place and has its contrast: what drives through the view has none of the scene's pattern.
  minAliveRatio: 0.4,
  minLayoutCorrelation: 0.5,
  minContrast: 0.3,
  // While raised: somebody who comes near takes a little more of it.
  minContrastRaised: 0.15,
  minRangeRatio: 0.6,
  minMeanRatio: 0.6
}

export const defocused: Detector<typeof DEFAULT_LIMITS> = {
  id: 'defocused',
  title: 'Picture out of focus',
  needs: [
    'sharpness',
    'fineRatio',
    'aliveRatio',
    'contrast',
    'rangeRatio',
    'meanRatio',
    'layoutCorrelation',
    'isRebasing',
    'anchor'
  ],
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
    const minContrast = evidence.raised ? limits.minContrastRaised : limits.minContrast
    const found = (measure: string, value: number) => ({
      severity: severity(value, limit, 0.1),
      measure,
      value,
      limit,
      reference: 1,
      unit: 'ratio',
      mask: null
    })
    if (isBlurred(scene)) return found('finest band over the usual', against.fineRatio)
    if (against.sharpness === null) return { notJudged: 'too few sharp edges' }
    if (against.aliveRatio <= limits.minAliveRatio) return null
    if (isSoft(against, limits, factor, minContrast)) return found('sharpness over the usual', against.sharpness)
    const { anchor } = against
    if (anchor === null || anchor.sharpness === null || !isSoft(anchor, limits, factor, minContrast)) return null
    return { ...found('sharpness over that at first', anchor.sharpness), timing: SLOW_CHANGE }
  }
}

/** Less sharp by both measures, under light that is as it was: in the dark noise hides detail. */
function isSoft(
  against: SceneEvidence | AnchorEvidence,
  limits: typeof DEFAULT_LIMITS,
  factor: number,
  minContrast: number
): boolean {
  if (against.sharpness === null) return false
  const share = Math.max(0, against.sharpness) / (limits.maxSharpness * factor)
  return (
    share < 1 &&
    against.fineRatio < 1 - (1 - limits.maxFineRatio * factor) * share &&
    against.layoutCorrelation > limits.minLayoutCorrelation &&
    against.contrast > minContrast &&
    against.rangeRatio > limits.minRangeRatio &&
    against.meanRatio > limits.minMeanRatio
  )
}
