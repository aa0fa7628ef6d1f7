import type { Detector } from '../detector.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // While raised, the mean must rise past the client's limit by this share of it. docs/limits.md#black
  releaseMargin: 0.1,
  // And by at least this, grey levels: at small limits sensor noise alone moves the mean by tenths of a level.
  minReleaseMarginLevels: 1
}

export const black: Detector<typeof DEFAULT_LIMITS> = {
  id: 'black',
  title: 'Black picture',
  needs: ['meanLumaLevels'],
  limits: DEFAULT_LIMITS,
  // Old clients expect the first black frame to be told; the margin keeps it from flapping.
  raiseAfterMs: 0,
  clearAfterMs: 0,

  evaluate({ measures, settings, raised }, limits) {
    const { blackMeanLevels } = settings
    const margin = Math.max(limits.minReleaseMarginLevels, blackMeanLevels * limits.releaseMargin)
    // A limit of 0 turns the fault off, and a margin must not turn it on again.
    const limit = raised && blackMeanLevels > 0 ? blackMeanLevels + margin : blackMeanLevels
    if (measures.meanLumaLevels >= limit) return null
    return {
      severity: severity(measures.meanLumaLevels, blackMeanLevels, 0),
      measure: 'mean luma',
      value: measures.meanLumaLevels,
      limit,
      reference: null,
      unit: 'levels',
      mask: null
    }
  }
}
