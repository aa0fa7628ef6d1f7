import { BLOCK_COLUMNS, BLOCKS } from '../../../kernels/block-grid.ts'
import { relitDifferenceSums } from '../../../kernels/difference-sums.ts'
import { quantile } from './quantile.ts'
import type { SceneReference } from './scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'

/** A block testifies with at least so many pixels on permanent edges that usually fit at least so well. */
export const MIN_EDGE_PIXELS = 10
const MIN_FIT = 0.5
const MOST_WEIGHT = 40
const DEAD_FIT = 0.5
const ALIVE_FIT = 0.7
/** A block has strong gradients from here on, root mean square in grey levels. */
const STRONG_GRADIENT_LEVELS = 12
/** Least detail on the edges of a block, over its contrast, that can tell blur. */
const MIN_SHARPNESS = 0.05

/** Holds the frame that `takeLook` has taken against what the scene usually looks like. */
export function weighEvidence(scratch: SceneScratch, reference: SceneReference): void {
  scratch.evidence.known = true
  weighEdges(scratch, reference)
  weighLight(scratch, reference)
  weighDifference(scratch, reference)
  weighDetail(scratch, reference)
  weighSaturation(scratch, reference)
  weighColour(scratch, reference)
  weighDeadBlocks(scratch, reference)
  weighExplained(scratch, reference)
}

function weighEdges({ sums, evidence, sorted }: SceneScratch, reference: SceneReference): void {
  const { fit, weight } = evidence
  let total = 0
  let dead = 0
  let alive = 0
  let count = 0
  for (let block = 0; block < BLOCKS; block++) {
    weight[block] = 0
    fit[block] = 1
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
  weighContrast({ sums, evidence, sorted } as SceneScratch, reference, count)
}

function weighContrast({ sums, evidence, sorted }: SceneScratch, reference: SceneReference, testifying: number): void {
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
  evidence.faintRatio = testifying > 0 ? faint / testifying : 0
}

function weighLight({ look, evidence }: SceneScratch, reference: SceneReference): void {
  let sumX = 0
  let sumY = 0
  let sumXx = 0
  let sumXy = 0
  let sumYy = 0
  for (let block = 0; block < BLOCKS; block++) {
    const usual = reference.meanLevels[block]!
    const now = look.meanLevels[block]!
    sumX += usual
    sumY += now
    sumXx += usual * usual
    sumXy += usual * now
    sumYy += now * now
  }
  const varianceX = sumXx - (sumX * sumX) / BLOCKS
  const varianceY = sumYy - (sumY * sumY) / BLOCKS
  const covariance = sumXy - (sumX * sumY) / BLOCKS
  evidence.slope = covariance / (varianceX + 1e-6)
  evidence.offset = (sumY - evidence.slope * sumX) / BLOCKS
  evidence.layoutCorrelation = covariance / Math.sqrt(varianceX * varianceY + 1e-6)
  evidence.usualSpreadLevels = Math.sqrt(Math.max(0, varianceX / BLOCKS))
  evidence.meanChangeLevels = (sumY - sumX) / BLOCKS
  evidence.meanRatio = (look.wholeMeanLevels + 2) / (reference.wholeMeanLevels + 2)
  const range = look.percentile98Levels - look.percentile1Levels + 2
  evidence.rangeRatio = range / (reference.percentile98Levels - reference.percentile1Levels + 2)
  evidence.blackRiseLevels = look.percentile1Levels - reference.percentile1Levels
}

function weighDifference(scratch: SceneScratch, { size, differenceLevels }: SceneReference): void {
  const { kernels, evidence, difference, pixels, sorted } = scratch
  const { look, usual } = kernels.layout
  const { slope, offset } = evidence
  relitDifferenceSums(kernels, look, usual, size.width, size.height, slope, offset, difference)
  for (let block = 0; block < BLOCKS; block++) {
    difference[block]! /= pixels[block]!
    sorted[block] = difference[block]!
  }
  evidence.differenceLevels = quantile(sorted, BLOCKS, 0.25)
  evidence.usualDifferenceLevels = differenceLevels
}

/** Detail on the permanent edges of a block beyond that beside them (noise is on both), over the contrast there. */
export function blockSharpness({ sums, pixels, look }: SceneScratch, boxPx: number, block: number): number {
  const edgePixels = sums.edgePixels[block]!
  const others = pixels[block]! - edgePixels
  if (edgePixels < MIN_EDGE_PIXELS || others < MIN_EDGE_PIXELS) return 0
  const area = boxPx * boxPx
  const onEdges = sums.edgeDetails[block]! / (edgePixels * area)
  const beside = (sums.details[block]! - sums.edgeDetails[block]!) / (others * area)
  const contrast = sums.usualProduct[block]! / Math.sqrt(sums.usualEnergy[block]! * edgePixels + 1e-6)
  void look
  return contrast < 1.5 ? 0 : Math.max(0, onEdges - beside) / contrast
}

function weighDetail(scratch: SceneScratch, reference: SceneReference): void {
  const { look, evidence, sorted, sums } = scratch
  let count = 0
  for (let block = 0; block < BLOCKS; block++) {
    const usual = reference.sharpness[block]!
    if (evidence.weight[block] === 0 || usual < MIN_SHARPNESS || evidence.fit[block]! < DEAD_FIT) continue
    sorted[count++] = blockSharpness(scratch, reference.size.boxPx, block) / usual
  }
  evidence.sharpBlocks = count
  evidence.sharpness = count >= 6 && reference.sharpFrames >= 6 ? quantile(sorted, count, 0.5) : null
  for (let i = 0; i < BLOCKS; i++) sorted[i] = (look.fineLevels[i]! + 0.3) / (reference.fineLevels[i]! + 0.3)
  evidence.fineRatio = quantile(sorted, BLOCKS, 0.5)
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.fineLevels[i]! - reference.fineLevels[i]!
  evidence.fineRiseLevels = quantile(sorted, BLOCKS, 0.25)
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.grainLevels[i]! - reference.grainLevels[i]!
  evidence.grainRiseLevels = quantile(sorted, BLOCKS, 0.25)
  weighGradients(scratch, reference)
  void sums
}

function weighGradients({ look, evidence, sorted }: SceneScratch, reference: SceneReference): void {
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

function weighSaturation({ look, evidence }: SceneScratch, reference: SceneReference): void {
  let fresh = 0
  for (let i = 0; i < BLOCKS; i++) fresh += Math.max(0, look.saturatedRatio[i]! - reference.saturatedRatio[i]!)
  evidence.newSaturatedRatio = fresh / BLOCKS
}

function weighColour({ look, evidence, sorted }: SceneScratch, reference: SceneReference): void {
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.blueLevels[i]! - reference.blueLevels[i]!
  const blue = quantile(sorted, BLOCKS, 0.5)
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.redLevels[i]! - reference.redLevels[i]!
  const red = quantile(sorted, BLOCKS, 0.5)
  const size = Math.hypot(blue, red)
  let along = 0
  for (let i = 0; i < BLOCKS; i++) {
    const blueHere = look.blueLevels[i]! - reference.blueLevels[i]!
    const redHere = look.redLevels[i]! - reference.redLevels[i]!
    if (blueHere * blue + redHere * red > 0.4 * size * size) along++
  }
  evidence.castBlueLevels = blue
  evidence.castRedLevels = red
  evidence.castLevels = size
  evidence.castRatio = along / BLOCKS
  const isGrey = look.greyRatio > 0.97 && look.chromaLevels < 2
  evidence.isOtherMode = isGrey !== reference.greyRatio > 0.9
}

function weighDeadBlocks({ look, evidence, pixels }: SceneScratch, reference: SceneReference): void {
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

function weighExplained({ sums, evidence }: SceneScratch, _reference: SceneReference): void {
  let product = 0
  let energy = 0
  for (let i = 0; i < BLOCKS; i++) {
    product += sums.usualProduct[i]!
    energy += sums.energy[i]!
  }
  evidence.explainedRatio = energy > 0 ? product / energy : 1
}
