import { absoluteDifference } from '../../kernels/absolute-difference.ts'
import { cannyEdgeRatio } from '../../kernels/canny-edge-ratio.ts'
import { gaussian5x5 } from '../../kernels/gaussian-5x5.ts'
import { meanLevel } from '../../kernels/mean-level.ts'
import { regionMeans } from '../../kernels/region-means.ts'
import { shareOver } from '../../kernels/share-over.ts'
import type { EdgeSettings } from '../../model/camera.ts'
import type { ChangeMeasures, Measures } from '../../model/measures.ts'
import type { Picture } from '../../model/picture.ts'
import { atFullSize, edgeEstimate } from './full-size-estimate.ts'
import type { MeasureScratch } from './measure-scratch.ts'

// Each of the 3x3 regions must hold the 5x5 smoothing once. Edges are held to the same size: in a picture this small a
// single line across is 6 % of it.
const MIN_SIDE_PX = 15
const REGION_COLUMNS = 3
const REGION_ROWS = 3
// The wire contract: a pixel has changed when its smoothed difference is over this, grey levels.
const CHANGED_LEVELS = 25

/**
 * Takes what the detectors read from one frame.
 *
 * @param previous The camera's picture before this one; null on the first.
 * @param edge Canny thresholds as the client set them, for a full-size picture.
 * @param scratch The shard's planes; written.
 */
export function measure(
  picture: Picture,
  previous: Picture | null,
  edge: EdgeSettings,
  scratch: MeasureScratch
): Measures {
  const meanLumaLevels = meanLevel(picture.luma, picture.width * picture.height)
  if (picture.width < MIN_SIDE_PX || picture.height < MIN_SIDE_PX) {
    const reason = `picture too small: ${picture.width} x ${picture.height} px to look at, ${MIN_SIDE_PX} px a side are needed`
    return { meanLumaLevels, edgeRatio: null, change: null, missing: { edgeRatio: reason, change: reason } }
  }
  const edgeRatio = fullSizeEdgeRatio(picture, edge, scratch)
  if (previous === null) return { meanLumaLevels, edgeRatio, change: null, missing: { change: 'first frame' } }
  if (!sameSize(picture, previous)) {
    return { meanLumaLevels, edgeRatio, change: null, missing: { change: 'picture size changed' } }
  }
  return { meanLumaLevels, edgeRatio, change: fullSizeChange(picture, previous, scratch), missing: {} }
}

function sameSize(one: Picture, other: Picture): boolean {
  return (
    one.width === other.width &&
    one.height === other.height &&
    one.sourceWidth === other.sourceWidth &&
    one.sourceHeight === other.sourceHeight
  )
}

function fullSizeEdgeRatio(picture: Picture, edge: EdgeSettings, scratch: MeasureScratch): number {
  const { luma, width, height, scale } = picture
  const { thresholdFactor, ratioFactor } = edgeEstimate(scale)
  const { canny } = scratch.planesFor(width, height)
  const ratio = cannyEdgeRatio(luma, width, height, edge.low * thresholdFactor, edge.high * thresholdFactor, canny)
  return Math.min(1, ratio * ratioFactor)
}

function fullSizeChange(picture: Picture, previous: Picture, scratch: MeasureScratch): ChangeMeasures {
  const { width, height, scale } = picture
  const count = width * height
  const { difference, rows, regions } = scratch.planesFor(width, height)
  absoluteDifference(previous.luma, picture.luma, count, difference)
  gaussian5x5(difference, width, height, rows, difference)
  regionMeans(difference, width, height, REGION_COLUMNS, REGION_ROWS, regions)
  const change = {
    meanLevels: meanLevel(difference, count),
    highRatio: shareOver(difference, count, CHANGED_LEVELS),
    regionMeanLevels: Array.from(regions)
  }
  return atFullSize(change, scale)
}
