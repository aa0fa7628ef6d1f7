import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { ALIVE_FIT, DEAD_FIT, MIN_EDGE_PIXELS, MIN_FIT } from './edge-limits.ts'

const MOST_WEIGHT = 40

/** The key figure: how well each block's gradients fit those of the background on its permanent edges, over its usual fit. */
export function weighEdges({ sums, evidence, sorted, masked }: SceneScratch, reference: SceneReference): void {
  const { fit, weight } = evidence
  let total = 0
  let dead = 0
  let alive = 0
  let count = 0
  for (let block = 0; block < BLOCKS; block++) {
    weight[block] = 0
    fit[block] = 1
    if (masked !== null && masked[block] === 1) continue
    const edgePixels = reference.edgePixels[block]!
    if (edgePixels < MIN_EDGE_PIXELS || reference.fit[block]! < MIN_FIT) continue
    const size = Math.sqrt(sums.edgeEnergy[block]! * sums.usualEnergy[block]! + 1e-6)
    const ratio = sums.usualProduct[block]! / size / reference.fit[block]!
    const own = Math.min(MOST_WEIGHT, edgePixels)
    weight[block] = own
    fit[block] = ratio
    sorted[count++] = ratio
    total += own
    if (ratio < DEAD_FIT) dead += own
    else if (ratio > ALIVE_FIT) alive += own
  }
  evidence.testifying = count
  evidence.deadRatio = total > 0 ? dead / total : 0
  evidence.aliveRatio = total > 0 ? alive / total : 0
  evidence.medianFit = count > 0 ? quantile(sorted, count, 0.5) : 1
  weighContrast(sums, evidence, sorted, reference)
}

/** How much of its usual contrast is left on the edges, which noise cannot fake. */
function weighContrast(
  sums: SceneScratch['sums'],
  evidence: SceneScratch['evidence'],
  sorted: Float64Array,
  reference: SceneReference
): void {
  let count = 0
  let faint = 0
  for (let block = 0; block < BLOCKS; block++) {
    if (evidence.weight[block] === 0) continue
    const now = sums.usualProduct[block]! / (sums.usualEnergy[block]! + 1e-6)
    const ratio = now / Math.max(0.3, reference.contrast[block]!)
    sorted[count++] = ratio
    if (evidence.fit[block]! > 0.6 && ratio < 0.6) faint++
  }
  evidence.contrast = count > 0 ? quantile(sorted, count, 0.5) : 1
  evidence.faintRatio = count > 0 ? faint / count : 0
}
