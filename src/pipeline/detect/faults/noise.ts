import type { Detector } from '../detector.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Three quarters of the blocks have so much more in the finest band than usual, grey levels: dusk and rain bring half of
  // it, noise that hides something twice. docs/limits.md#noise
  minFineRiseLevels: 6.5,
  // So much more change of it from frame to frame, grey levels ...
  minGrainRiseLevels: 4.5,
  // ... and that change keeps pace with it: noise is new in every frame.
  minGrainOfFine: 0.25,
  // Of a scene that is not known: heavy noise in itself, grey levels.
  minFineLevels: 40,
  minGrainLevels: 20
}

export const noise: Detector<typeof DEFAULT_LIMITS> = {
  id: 'noise',
  title: 'Heavy noise',
  needs: ['fineRiseLevels', 'grainRiseLevels', 'contrast', 'wholeFineLevels', 'wholeGrainLevels'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 600,
  clearAfterMs: 800,

  evaluate({ scene, ease, raised }, limits) {
    if (scene === null) return null
    const { look, against } = scene
    if (!against.known) {
      const isHeavy = look.wholeFineLevels > limits.minFineLevels && look.wholeGrainLevels > limits.minGrainLevels
      if (!isHeavy) return null
      return noiseOf(look.wholeFineLevels, limits.minFineLevels, null)
    }
    const factor = ease / (raised ? 0.8 : 1)
    const limit = limits.minFineRiseLevels / factor
    if (against.fineRiseLevels <= limit || against.grainRiseLevels <= limits.minGrainRiseLevels / factor) return null
    if (against.grainRiseLevels <= limits.minGrainOfFine * against.fineRiseLevels) return null
    if (against.contrast <= 0.1 && against.fineRiseLevels <= 2 * limit) return null
    return noiseOf(against.fineRiseLevels, limit, 0)
  }
}

function noiseOf(value: number, limit: number, reference: number | null) {
  return {
    severity: severity(value, limit, 20 * limit),
    measure: 'rise of the finest band',
    value,
    limit,
    reference,
    unit: 'levels',
    mask: null
  }
}
