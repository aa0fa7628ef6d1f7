import type { Detector } from '../detector.ts'
import { isJumping, litScene } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Share of the scene's edges that are gone, and that are still there. docs/limits.md#moved
  minDeadRatio: 0.65,
  maxAliveRatio: 0.2,
  // Where edges are gone there are others, as strong and as sharp: over the usual energy and detail.
  minDeadEnergyRatio: 0.45,
  minDeadFineRatio: 0.4,
  // Blocks with strong gradients that the memory does not have, share of 144.
  minNewRatio: 0.15
}

export const moved: Detector<typeof DEFAULT_LIMITS> = {
  id: 'moved',
  title: 'Another view',
  needs: ['deadRatio', 'aliveRatio', 'deadEnergyRatio', 'deadFineRatio', 'newBlocks', 'agreement', 'isUnveiled'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 800,
  clearAfterMs: 600,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    // Frames with nothing in common show no view at all: falling snow, a lorry that fills the picture.
    const { against } = scene
    if (isJumping(scene) || against.agreement === null || against.isUnveiled) return null
    const factor = evidence.ease / (evidence.raised ? 0.85 : 1)
    const limit = limits.minDeadRatio / factor
    const isGone = against.deadRatio > limit && against.aliveRatio < limits.maxAliveRatio * factor
    const isSharp =
      against.deadEnergyRatio > limits.minDeadEnergyRatio && against.deadFineRatio > limits.minDeadFineRatio
    if (!isGone || !isSharp || against.newBlocks <= limits.minNewRatio * 144) return null
    return {
      severity: severity(against.deadRatio, limit, 1),
      measure: 'share of the edges that are gone',
      value: against.deadRatio,
      limit,
      reference: null,
      unit: 'ratio',
      mask: null
    }
  }
}
