import type { ChangeMeasures } from '../../model/measures.ts'

/**
 * What the small picture says about the full-size one. Clients set limits that are meant for full size; all numbers here
 * are fitted on real footage: docs/limits.md#from-the-working-picture-to-full-size
 */

/** One working scale, by how many halvings it is away from full size. */
interface EdgeEstimate {
  /** Canny thresholds at the working size, as a multiple of those at full size. */
  readonly thresholdFactor: number
  /** Share of edge pixels at full size, as a multiple of that at the working size. */
  readonly ratioFactor: number
}

// By halvings: 1/1, 1/2, 1/4, 1/8.
const EDGE_ESTIMATES: readonly EdgeEstimate[] = [
  { thresholdFactor: 1, ratioFactor: 1 },
  { thresholdFactor: 1.5, ratioFactor: 0.9 },
  { thresholdFactor: 2, ratioFactor: 0.79 },
  { thresholdFactor: 1.75, ratioFactor: 0.46 }
]

// Per halving: what the smaller picture averages away of a change.
const CHANGE_FACTOR_PER_HALVING = 0.03

/** @param scale Source pixels per working pixel along a side, >= 1; past 8, the estimate of 8 is the nearest there is. */
export function edgeEstimate(scale: number): EdgeEstimate {
  const halvings = Math.min(EDGE_ESTIMATES.length - 1, Math.max(0, Math.round(Math.log2(scale))))
  return EDGE_ESTIMATES[halvings] ?? { thresholdFactor: 1, ratioFactor: 1 }
}

/** Factor on every mean of the change between two frames. The share of pixels over 25 levels needs none. */
export function changeFactor(scale: number): number {
  return 1 + CHANGE_FACTOR_PER_HALVING * Math.min(EDGE_ESTIMATES.length - 1, Math.max(0, Math.log2(scale)))
}

/** The change that the full-size pictures would show. */
export function atFullSize(change: ChangeMeasures, scale: number): ChangeMeasures {
  const factor = changeFactor(scale)
  if (factor === 1) return change
  return {
    meanLevels: change.meanLevels * factor,
    highRatio: change.highRatio,
    regionMeanLevels: change.regionMeanLevels.map(levels => levels * factor)
  }
}
