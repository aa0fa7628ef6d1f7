import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { SceneEvidence } from '../weigh/scene-evidence.ts'
import { LOST_ALIVE_RATIO } from './lost-and-found.ts'
import { alongEdges } from './same-view.ts'

/** docs/limits.md#looks */
const LIMITS = {
  /** Share of the blocks whose edges lie where they were, whatever their contrast. */
  sameAlongEdges: 0.7,
  /** Infrared turns contrast over: fit of such a block over its usual, and least share of the testifying blocks. */
  turnedFit: -0.3,
  turnedRatio: 0.1,
  /** Light adds no structure: rise of the gradients in three quarters of the blocks, grey levels. */
  mostRiseLevels: 3,
  /** Nor does it take detail from a picture whose block means keep their pattern: finest band over the contrast of the means. */
  minFineOfSlope: 0.6,
  sameLayout: 0.7,
  /** A veil lifts the darkest parts by so much, grey levels, and leaves less than this share of the contrast for its level. */
  veilRiseLevels: 18,
  minContrastOfMean: 0.6
}

/** How a light differs: colour has come or gone and the edges still fit, or contrast is turned over. */
export type NewLight = 'colour' | 'contrast'

/**
 * Whether a picture differs by its light alone from the look that it has been weighed against.
 *
 * @param aliveRatio Of the look. @param isOtherMode Whether colour as a whole has come or gone.
 * @returns null when it may be anything else: a cover, a veil, another view.
 */
export function newLight(
  aliveRatio: number,
  isOtherMode: boolean,
  reference: SceneReference,
  scratch: SceneScratch
): NewLight | null {
  const { evidence } = scratch
  if (isSoftened(evidence) || isVeiled(evidence)) return null
  if (isOtherMode && aliveRatio >= LOST_ALIVE_RATIO) return 'colour'
  if (aliveRatio >= LOST_ALIVE_RATIO || evidence.gradientRiseLevels > LIMITS.mostRiseLevels) return null
  if (!isTurnedOver(evidence)) return null
  return alongEdges(scratch, reference) < LIMITS.sameAlongEdges ? null : 'contrast'
}

/** Traffic and people hide edges; only light turns them over. */
function isTurnedOver({ fit, weight, testifying }: SceneEvidence): boolean {
  let turned = 0
  for (let block = 0; block < fit.length; block++) if (weight[block]! > 0 && fit[block]! < LIMITS.turnedFit) turned++
  return turned >= LIMITS.turnedRatio * testifying
}

/** A lens out of focus leaves the levels of every block, and takes the detail: that is no light. */
function isSoftened({ fineRatio, slope, layoutCorrelation }: SceneEvidence): boolean {
  return layoutCorrelation > LIMITS.sameLayout && fineRatio < LIMITS.minFineOfSlope * slope
}

/** Fog may take the colours along: that is no light either. */
function isVeiled({ contrast, meanRatio, blackRiseLevels }: SceneEvidence): boolean {
  return blackRiseLevels > LIMITS.veilRiseLevels && contrast < LIMITS.minContrastOfMean * meanRatio
}
