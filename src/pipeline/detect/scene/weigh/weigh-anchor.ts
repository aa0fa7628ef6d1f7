import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { AnchorEvidence } from './anchor-evidence.ts'
import { weighColour } from './weigh-colour.ts'
import { medianDetail, sharpnessOver } from './weigh-detail.ts'
import { weighLight } from './weigh-light.ts'

const LIMITS = {
  /** Light falls as it did: block means keep their pattern (correlation, slope) and their level, grey levels. docs/limits.md#anchors */
  minLayoutCorrelation: 0.95,
  leastSlope: 0.8,
  mostSlope: 1.25,
  mostMeanChangeLevels: 15,
  /** A block is faint under this share of its contrast, and has any from here on, grey levels squared. */
  faintContrast: 0.6,
  minGradientLevels2: 4
}

/**
 * Holds the frame whose evidence has been weighed against what the look was like at first.
 *
 * @param out Written.
 */
export function weighAnchor(scratch: SceneScratch, reference: SceneReference, out: AnchorEvidence): void {
  const { look, sorted } = scratch
  const { anchor } = reference
  weighLight(look, anchor, out)
  weighColour(scratch, anchor, out)
  out.sharpness = sharpnessOver(scratch, reference.size.boxPx, anchor.sharpness)
  out.fineRatio = medianDetail(look.fineLevels, anchor.fineLevels, sorted)
  weighContrast(scratch, reference, out)
  out.isSameLight =
    out.layoutCorrelation > LIMITS.minLayoutCorrelation &&
    out.slope > LIMITS.leastSlope &&
    out.slope < LIMITS.mostSlope &&
    Math.abs(out.meanChangeLevels) < LIMITS.mostMeanChangeLevels
}

/** By all gradients of a block, not by those on its edges: which of them are edges follows the memory. */
function weighContrast(
  { look, evidence, sorted }: SceneScratch,
  { anchor }: SceneReference,
  out: AnchorEvidence
): void {
  let count = 0
  let faint = 0
  for (let block = 0; block < BLOCKS; block++) {
    const first = anchor.gradientLevels2[block]!
    if (evidence.weight[block] === 0 || first < LIMITS.minGradientLevels2) continue
    const ratio = Math.sqrt(look.gradientLevels2[block]! / first)
    sorted[count++] = ratio
    if (ratio < LIMITS.faintContrast) faint++
  }
  out.contrast = count > 0 ? quantile(sorted, count, 0.5) : 1
  out.faintRatio = count > 0 ? faint / count : 0
}
