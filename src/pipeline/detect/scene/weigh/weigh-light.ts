import { BLOCKS } from '../../../../kernels/block-grid.ts'
import { relitDifferenceSums } from '../../../../kernels/difference-sums.ts'
import type { FrameLook } from '../frame/frame-look.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { LightChange } from './view-change.ts'

/** Light: a line through the block means, remembered and present, and where the levels lie. */
export function weighLight(
  look: FrameLook,
  reference: Pick<SceneReference, 'meanLevels' | 'wholeMeanLevels' | 'percentile1Levels' | 'percentile98Levels'>,
  evidence: LightChange
): void {
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

/** How much the picture differs from the background under today's light, see `weighLight`. */
export function weighDifference(scratch: SceneScratch, { size, differenceLevels }: SceneReference): void {
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

/** What is saturated and usually is not. */
export function weighSaturation({ look, evidence }: SceneScratch, reference: SceneReference): void {
  let fresh = 0
  for (let i = 0; i < BLOCKS; i++) fresh += Math.max(0, look.saturatedRatio[i]! - reference.saturatedRatio[i]!)
  evidence.newSaturatedRatio = fresh / BLOCKS
}
