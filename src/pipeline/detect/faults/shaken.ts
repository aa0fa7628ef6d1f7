import type { Detector } from '../detector.ts'
import { regionShare } from '../region-share.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // The wire contract: more than half of the 3x3 regions have changed.
  minRegionShare: 0.5,
  // While raised, every limit is this much lower. docs/limits.md#shaken
  releaseFactor: 0.8,
  // Mean change between two unrelated views, grey levels: as violent as it gets. docs/limits.md#shaken
  worstMeanLevels: 64
}

export const shaken: Detector<typeof DEFAULT_LIMITS> = {
  id: 'shaken',
  title: 'Violent change between two frames',
  needs: ['change', 'missing'],
  limits: DEFAULT_LIMITS,
  // Old clients expect the first violent frame to be told.
  raiseAfterMs: 0,
  // A shake changes direction several times a second and stands still for a frame at each turn.
  clearAfterMs: 400,

  evaluate({ measures, settings, raised }, limits) {
    const { change } = measures
    if (change === null) return { notJudged: measures.missing.change ?? 'change not measured' }
    const factor = raised ? limits.releaseFactor : 1
    const { diffLevels, highRatio, regionDiffLevels } = settings.tamper
    const limit = diffLevels * factor
    const much = change.meanLevels > limit
    const strong = change.highRatio > highRatio * factor
    const wide = regionShare(change, regionDiffLevels * factor) > limits.minRegionShare
    if (!much || !(strong || wide)) return null
    return {
      severity: severity(change.meanLevels, diffLevels, Math.max(limits.worstMeanLevels, diffLevels)),
      measure: 'mean change between frames',
      value: change.meanLevels,
      limit,
      reference: null,
      unit: 'levels',
      mask: null
    }
  }
}
