import type { Detector } from '../detector.ts'
import { isBlurred } from '../is-blurred.ts'
import { isJumping, litScene } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // One connected region, share of the picture, whose edges have been gone for 2 s. docs/limits.md#partly-occluded
  minRegionRatio: 0.16,
  // What covers the lens is close and soft: detail left in the region, over the usual under today's light.
  maxFineRatio: 0.5,
  // Share of the region that is as sharp as the scene: somebody who stands there has an outline, in a region up to this
  // size; nothing that lives fills much more, so of a larger one more may be sharp.
  maxSharpRatio: 0.17,
  lifeRegionRatio: 0.25
}

export const partlyOccluded: Detector<typeof DEFAULT_LIMITS> = {
  id: 'partly-occluded',
  title: 'Part of the view covered',
  needs: ['regionRatio', 'regionFineRatio', 'regionSharpRatio', 'region'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 500,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    const { against } = scene
    const factor = evidence.ease / (evidence.raised ? 0.8 : 1)
    const limit = limits.minRegionRatio / factor
    if (against.regionRatio < limit || against.regionFineRatio >= limits.maxFineRatio * factor) return null
    const size = Math.max(1, against.regionRatio / limits.lifeRegionRatio)
    if (against.regionSharpRatio >= limits.maxSharpRatio * size * factor) return null
    if (isBlurred(scene) || isJumping(scene)) return null
    return {
      severity: severity(against.regionRatio, limit, 1),
      measure: 'share of the view that is covered',
      value: against.regionRatio,
      limit,
      reference: null,
      unit: 'ratio',
      mask: against.region.join('')
    }
  }
}
