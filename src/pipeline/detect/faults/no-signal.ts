import type { Detector } from '../detector.ts'
import { isDark } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Share of pixels without any detail: a slate has hardly any. docs/limits.md#no-signal
  minFlatRatio: 0.75,
  // Where no scene is known to be missing, 0..1.
  minFlatRatioUnknown: 0.93,
  // Change of the grain between two frames, grey levels: a slate is drawn, not filmed.
  maxGrainLevels: 0.06,
  // Share of the scene's edges that may still be there.
  maxAliveRatio: 0.1,
  // A dark slate has lettering in the middle rows: blocks.
  minLetteringBlocks: 3
}

export const noSignal: Detector<typeof DEFAULT_LIMITS> = {
  id: 'no-signal',
  title: 'Slate in place of a picture',
  needs: ['wholeFlatRatio', 'wholeGrainLevels', 'aliveRatio', 'deadRatio', 'newMiddleBlocks'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 600,
  clearAfterMs: 400,

  evaluate({ scene, ease }, limits) {
    if (scene === null || !scene.look.hasBefore) return null
    const { look, against } = scene
    if (look.wholeGrainLevels > limits.maxGrainLevels || look.wholeMeanLevels > 245) return null
    const isUnknown = !against.known || against.testifying < 10
    const limit = (isUnknown ? limits.minFlatRatioUnknown : limits.minFlatRatio) / Math.min(1, ease)
    if (look.wholeFlatRatio < limit) return null
    if (!isUnknown && (against.aliveRatio > limits.maxAliveRatio || against.deadRatio < 0.85)) return null
    const isLettered =
      against.newMiddleBlocks >= limits.minLetteringBlocks &&
      look.percentile995Levels > 50 &&
      (!against.known || against.explainedRatio < 0.25)
    if (isDark(scene) && !isLettered) return null
    return {
      severity: severity(look.wholeFlatRatio, limit, 1),
      measure: 'share without any detail',
      value: look.wholeFlatRatio,
      limit,
      reference: null,
      unit: 'ratio',
      mask: null
    }
  }
}
