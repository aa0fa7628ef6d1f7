import type { Detector } from '../detector.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // While raised, the ratio must rise past the client's limit by this factor. docs/limits.md#occluded
  releaseFactor: 1.25
}

export const occluded: Detector<typeof DEFAULT_LIMITS> = {
  id: 'occluded',
  title: 'Picture covered',
  needs: ['edgeRatio', 'meanLumaLevels', 'missing'],
  limits: DEFAULT_LIMITS,
  // Old clients expect the first covered frame to be told; the factor keeps it from flapping.
  raiseAfterMs: 0,
  clearAfterMs: 0,

  evaluate({ measures, settings, raised }, limits) {
    if (measures.edgeRatio === null) return { notJudged: measures.missing.edgeRatio ?? 'edges not measured' }
    // Without light there are no edges, whatever stands before the lens.
    if (measures.meanLumaLevels < settings.blackMeanLevels) return { notJudged: 'too dark to judge' }
    const limit = raised ? settings.edge.minRatio * limits.releaseFactor : settings.edge.minRatio
    if (measures.edgeRatio >= limit) return null
    return {
      severity: severity(measures.edgeRatio, settings.edge.minRatio, 0),
      measure: 'edge ratio',
      value: measures.edgeRatio,
      limit,
      reference: null,
      unit: 'ratio',
      mask: null
    }
  }
}
