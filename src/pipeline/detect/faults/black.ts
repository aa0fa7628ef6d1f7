import type { Detector, Evidence } from '../detector.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // While raised, the mean must rise past the client's limit by this share of it. docs/limits.md#black
  releaseMargin: 0.1,
  // And by at least this, grey levels: at small limits sensor noise alone moves the mean by tenths of a level.
  minReleaseMarginLevels: 1,
  // Of a known scene: a picture this dark, grey levels ...
  maxMeanLevels: 28,
  maxHighestLevels: 40,
  // ... that has lost this much of its usual mean ...
  maxMeanRatio: 0.4,
  // ... and of the contrast of its edges.
  maxContrast: 0.3
}

export const black: Detector<typeof DEFAULT_LIMITS> = {
  id: 'black',
  title: 'Black picture',
  needs: ['meanLumaLevels', 'wholeMeanLevels', 'percentile98Levels', 'meanRatio', 'contrast'],
  limits: DEFAULT_LIMITS,
  // Old clients expect the first black frame to be told; the margin keeps it from flapping.
  raiseAfterMs: 0,
  clearAfterMs: 0,

  evaluate(evidence, limits) {
    const { measures, settings, raised } = evidence
    const { blackMeanLevels } = settings
    const margin = Math.max(limits.minReleaseMarginLevels, blackMeanLevels * limits.releaseMargin)
    // A limit of 0 turns the fault off, and a margin must not turn it on again.
    const limit = raised && blackMeanLevels > 0 ? blackMeanLevels + margin : blackMeanLevels
    if (measures.meanLumaLevels >= limit) return blackAgainstScene(evidence, limits)
    return {
      severity: severity(measures.meanLumaLevels, blackMeanLevels, 0),
      measure: 'mean luma',
      value: measures.meanLumaLevels,
      limit,
      reference: null,
      unit: 'levels',
      mask: null,
      // Kept beside a slate that is not yet certain.
      timing: { raiseAfterMs: 0, clearAfterMs: 0 }
    }
  }
}

/** A cap that lets a little light in: darker than the scene ever was, and nothing of it left. */
function blackAgainstScene({ scene, settings, ease }: Evidence, limits: typeof DEFAULT_LIMITS) {
  // A client that has set a limit of its own means that one.
  if (scene === null || !scene.against.known || settings.blackMeanLevels !== 15) return null
  const { look, against } = scene
  const limit = limits.maxMeanLevels * Math.min(1, ease)
  if (look.wholeMeanLevels >= limit || look.percentile98Levels >= limits.maxHighestLevels) return null
  if (against.meanRatio >= limits.maxMeanRatio || against.contrast >= limits.maxContrast) return null
  return {
    severity: severity(look.wholeMeanLevels, limit, 0),
    measure: 'mean luma',
    value: look.wholeMeanLevels,
    limit,
    reference: null,
    unit: 'levels',
    mask: null,
    // Exposure that follows headlights goes through the dark for a moment.
    timing: { raiseAfterMs: 1200, clearAfterMs: 600 }
  }
}
