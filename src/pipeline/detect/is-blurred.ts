import type { SceneView } from './detector.ts'

const LIMITS = {
  // The pattern of the block means is that of the scene: correlation, slope of the light, shift of the mean in grey levels.
  minLayoutCorrelation: 0.78,
  maxSlopeChange: 0.25,
  maxMeanChangeLevels: 15,
  // The scene has such a pattern, grey levels.
  minUsualSpreadLevels: 8,
  // Detail and gradients over the usual.
  maxFineRatio: 0.45,
  maxEnergyRatio: 0.6
}

/** So far out of focus that every edge is gone: yet the block means keep their pattern and level, which a cover changes. */
export function isBlurred({ against }: SceneView): boolean {
  return (
    against.usualSpreadLevels > LIMITS.minUsualSpreadLevels &&
    against.layoutCorrelation > LIMITS.minLayoutCorrelation &&
    Math.abs(against.slope - 1) < LIMITS.maxSlopeChange &&
    Math.abs(against.meanChangeLevels) < LIMITS.maxMeanChangeLevels &&
    against.fineRatio < LIMITS.maxFineRatio &&
    against.gradientEnergyRatio < LIMITS.maxEnergyRatio
  )
}
