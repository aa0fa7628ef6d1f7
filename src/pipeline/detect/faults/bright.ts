import type { Detector } from '../detector.ts'
import type { SceneEvidence } from '../scene/weigh/scene-evidence.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Share of the blocks that are saturated, are not so usually, and have been so for 0.9 s: headlights pass. docs/limits.md#bright
  minGlareRatio: 0.02,
  // Share of all pixels that are newly saturated.
  minNewRatio: 0.03,
  // The whole picture is brighter than usual by this factor; automatic exposure and passing white vans are not.
  minMeanRatio: 1.08,
  // A lamp that is switched on burns out the sky or itself too, but leaves the scene its contrast: that of the edges over the
  // usual. Glare takes contrast away, and an exposure that hangs brightens by more or burns out more.
  minLampContrast: 0.95,
  maxLampMeanRatio: 1.35,
  maxLampNewRatio: 0.2,
  // After a switch to another lighting mode, the share that even a new light does not explain.
  minNewRatioOtherMode: 0.4,
  // A picture this bright is washed out, whatever is usual, grey levels.
  washedOutLevels: 235,
  washedOutMeanRatio: 1.25
}

export const bright: Detector<typeof DEFAULT_LIMITS> = {
  id: 'bright',
  title: 'Picture over-exposed',
  needs: ['glareRatio', 'newSaturatedRatio', 'meanRatio', 'contrast', 'wholeMeanLevels'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 400,
  clearAfterMs: 600,

  evaluate({ scene, ease, raised }, limits) {
    if (scene === null) return null
    const { look, against } = scene
    const isWashedOut =
      look.wholeMeanLevels > limits.washedOutLevels && (!against.known || against.meanRatio > limits.washedOutMeanRatio)
    const factor = ease / (raised ? 0.7 : 1)
    const limit = limits.minNewRatio / factor
    const isGlare =
      against.known &&
      against.glareRatio >= limits.minGlareRatio / factor &&
      against.newSaturatedRatio >= limit &&
      against.meanRatio > limits.minMeanRatio &&
      !isLamp(against, limits) &&
      !(against.isOtherMode && against.newSaturatedRatio < limits.minNewRatioOtherMode)
    if (!isWashedOut && !isGlare) return null
    return {
      severity: isWashedOut ? 1 : severity(against.newSaturatedRatio, limit, 0.5),
      measure: isGlare ? 'newly saturated share' : 'mean luma',
      value: isGlare ? against.newSaturatedRatio : look.wholeMeanLevels,
      limit: isGlare ? limit : limits.washedOutLevels,
      reference: null,
      unit: isGlare ? 'ratio' : 'levels',
      mask: null
    }
  }
}

function isLamp(against: Readonly<SceneEvidence>, limits: typeof DEFAULT_LIMITS): boolean {
  return (
    against.contrast > limits.minLampContrast &&
    against.meanRatio < limits.maxLampMeanRatio &&
    against.newSaturatedRatio < limits.maxLampNewRatio
  )
}
