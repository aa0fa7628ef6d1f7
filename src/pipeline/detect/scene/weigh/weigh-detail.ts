import { BLOCK_COLUMNS, BLOCKS } from '../../../../kernels/block-grid.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { ALIVE_FIT, DEAD_FIT, MIN_EDGE_PIXELS } from './edge-limits.ts'

/** A block has strong gradients from here on, root mean square in grey levels. */
const STRONG_GRADIENT_LEVELS = 12
/** Least detail on the edges of a block, over its contrast, that can tell blur. */
const MIN_SHARPNESS = 0.05
/** Blocks, and healthy frames, that a sharpness of the whole picture takes. */
const MIN_SHARP_BLOCKS = 12
const MIN_SHARP_FRAMES = 6

/** Detail on the permanent edges of a block beyond that beside them (noise is on both), over the contrast there. */
export function blockSharpness({ sums, pixels }: SceneScratch, boxPx: number, block: number): number {
  const edgePixels = sums.edgePixels[block]!
  const others = pixels[block]! - edgePixels
  if (edgePixels < MIN_EDGE_PIXELS || others < MIN_EDGE_PIXELS) return 0
  const area = boxPx * boxPx
  const onEdges = sums.edgeDetails[block]! / (edgePixels * area)
  const beside = (sums.details[block]! - sums.edgeDetails[block]!) / (others * area)
  const contrast = sums.usualProduct[block]! / Math.sqrt(sums.usualEnergy[block]! * edgePixels + 1e-6)
  return contrast < 1.5 ? 0 : Math.max(0, onEdges - beside) / contrast
}

/**
 * Median of the blocks' sharpness over that of before. After `weighEdges`.
 *
 * @param before Of each block; what has too little there cannot tell.
 * @returns null when too few blocks can.
 */
export function sharpnessOver(scratch: SceneScratch, boxPx: number, before: Float32Array): number | null {
  const { evidence, sorted } = scratch
  let count = 0
  for (let block = 0; block < BLOCKS; block++) {
    const usual = before[block]!
    if (evidence.weight[block] === 0 || usual < MIN_SHARPNESS || evidence.fit[block]! < DEAD_FIT) continue
    sorted[count++] = blockSharpness(scratch, boxPx, block) / usual
  }
  return count >= MIN_SHARP_BLOCKS ? quantile(sorted, count, 0.5) : null
}

/** Median of the blocks' finest band over that of before. @param sorted Written. */
export function medianDetail(fineLevels: Float64Array, before: Float32Array, sorted: Float64Array): number {
  for (let i = 0; i < BLOCKS; i++) sorted[i] = (fineLevels[i]! + 0.3) / (before[i]! + 0.3)
  return quantile(sorted, BLOCKS, 0.5)
}

/** Sharpness, fine detail and grain over the usual ones. After `weighEdges`. */
export function weighDetail(scratch: SceneScratch, reference: SceneReference): void {
  const { look, evidence, sorted } = scratch
  const sharpness = sharpnessOver(scratch, reference.size.boxPx, reference.sharpness)
  evidence.sharpness = reference.sharpFrames >= MIN_SHARP_FRAMES ? sharpness : null
  evidence.fineRatio = medianDetail(look.fineLevels, reference.fineLevels, sorted)
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.fineLevels[i]! - reference.fineLevels[i]!
  evidence.fineRiseLevels = quantile(sorted, BLOCKS, 0.25)
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.grainLevels[i]! - reference.grainLevels[i]!
  evidence.grainRiseLevels = quantile(sorted, BLOCKS, 0.25)
}

/** Gradients over the usual ones, and strong ones that the memory does not have. */
export function weighGradients({ look, evidence, sorted }: SceneScratch, reference: SceneReference): void {
  let energy = 0
  let usualEnergy = 0
  let fresh = 0
  let freshMiddle = 0
  for (let i = 0; i < BLOCKS; i++) {
    const root = Math.sqrt(look.gradientLevels2[i]!)
    sorted[i] = root - Math.sqrt(reference.gradientLevels2[i]!)
    energy += look.gradientLevels2[i]!
    usualEnergy += reference.gradientLevels2[i]!
    const isOther = evidence.weight[i] === 0 || evidence.fit[i]! < DEAD_FIT
    if (root <= STRONG_GRADIENT_LEVELS || !isOther) continue
    fresh++
    const row = Math.floor(i / BLOCK_COLUMNS)
    if (row >= 3 && row <= 5) freshMiddle++
  }
  evidence.gradientEnergyRatio = energy / (usualEnergy + 1)
  evidence.gradientRiseLevels = quantile(sorted, BLOCKS, 0.25)
  evidence.newBlocks = fresh
  evidence.newMiddleBlocks = freshMiddle
}

/** What stands where edges are gone, and what is left where they are there. */
export function weighDeadBlocks({ look, evidence, pixels }: SceneScratch, reference: SceneReference): void {
  let energy = 0
  let usualEnergy = 0
  let fine = 0
  let usualFine = 0
  let aliveFine = 0
  let usualAliveFine = 0
  for (let i = 0; i < BLOCKS; i++) {
    if (evidence.weight[i] === 0) continue
    const count = pixels[i]!
    if (evidence.fit[i]! < DEAD_FIT) {
      energy += look.gradientLevels2[i]! * count
      usualEnergy += reference.gradientLevels2[i]! * count
      fine += look.fineLevels[i]! * count
      usualFine += reference.fineLevels[i]! * count
    } else if (evidence.fit[i]! > ALIVE_FIT) {
      aliveFine += look.fineLevels[i]! * count
      usualAliveFine += reference.fineLevels[i]! * count
    }
  }
  evidence.deadEnergyRatio = usualEnergy > 0 ? energy / usualEnergy : 1
  evidence.deadFineRatio = usualFine > 0 ? fine / usualFine : 1
  evidence.aliveFineRatio = usualAliveFine > 0 ? aliveFine / usualAliveFine : 1
}

/** Share of the present gradients that the memory explains. */
export function weighExplained({ sums, evidence }: SceneScratch): void {
  let product = 0
  let energy = 0
  for (let i = 0; i < BLOCKS; i++) {
    product += sums.usualProduct[i]!
    energy += sums.energy[i]!
  }
  evidence.explainedRatio = energy > 0 ? product / energy : 1
}
