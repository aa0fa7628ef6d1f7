import { halvePicture } from '../../kernels/band-energy.ts'
import { cannyEdgeRatio } from '../../kernels/canny-edge-ratio.ts'
import { changeStatistics } from '../../kernels/change-statistics.ts'
import { meanLevel } from '../../kernels/mean-level.ts'
import type { EdgeSettings } from '../../model/camera.ts'
import type { ChangeMeasures, Measures } from '../../model/measures.ts'
import type { Picture } from '../../model/picture.ts'
import { atFullSize, edgeEstimate } from './full-size-estimate.ts'
import type { MeasureScratch } from './measure-scratch.ts'

// Each of the 3x3 regions must hold the 5x5 smoothing once. Edges are held to the same size: in a picture this small a
// single line across is 6 % of it.
export const MIN_SIDE_PX = 15
/** Why there is no change. */
export const NO_FRAME_BEFORE = 'first frame'
// The wire contract: a pixel has changed when its smoothed difference is over this, grey levels.
const CHANGED_LEVELS = 25

/**
 * Takes what the detectors read from one frame.
 *
 * @param previous The camera's picture before this one, or that at half its size (`scale` twice as large), which gives its
 *   change nearly as well; null on the first.
 * @param edge Canny thresholds as the client set them, for a full-size picture; null when edges are not asked for.
 * @param scratch The shard's kernels; written.
 */
export function measure(
  picture: Picture,
  previous: Picture | null,
  edge: EdgeSettings | null,
  scratch: MeasureScratch
): Measures {
  scratch.kernels.put('picture', picture.luma, picture.width, picture.height)
  const meanLumaLevels = meanLevel(scratch.kernels, 'picture')
  if (picture.width < MIN_SIDE_PX || picture.height < MIN_SIDE_PX) {
    const reason = `picture too small: ${picture.width} x ${picture.height} px to look at, ${MIN_SIDE_PX} px a side are needed`
    return {
      meanLumaLevels,
      edgeRatio: null,
      change: null,
      identical: false,
      missing: { edgeRatio: reason, change: reason }
    }
  }
  const edgeRatio = edge === null ? null : fullSizeEdgeRatio(picture, edge, scratch)
  const own = { meanLumaLevels, edgeRatio, identical: false }
  if (previous === null) return { ...own, change: null, missing: { change: NO_FRAME_BEFORE } }
  if (!sameSize(picture, previous)) return { ...own, change: null, missing: { change: 'picture size changed' } }
  return { ...own, change: fullSizeChange(picture, previous, scratch), missing: {} }
}

function sameSize(one: Picture, other: Picture): boolean {
  const halvings = other.scale === 2 * one.scale ? 1 : 0
  return (
    one.width >> halvings === other.width &&
    one.height >> halvings === other.height &&
    one.sourceWidth === other.sourceWidth &&
    one.sourceHeight === other.sourceHeight
  )
}

function fullSizeEdgeRatio({ scale }: Picture, edge: EdgeSettings, { kernels }: MeasureScratch): number {
  const { thresholdFactor, ratioFactor } = edgeEstimate(scale)
  const ratio = cannyEdgeRatio(kernels, 'picture', edge.low * thresholdFactor, edge.high * thresholdFactor)
  return Math.min(1, ratio * ratioFactor)
}

function fullSizeChange({ scale }: Picture, previous: Picture, { kernels, change }: MeasureScratch): ChangeMeasures {
  const isHalf = previous.scale !== scale
  if (isHalf) halvePicture(kernels)
  kernels.put('previous', previous.luma, previous.width, previous.height)
  changeStatistics(kernels, CHANGED_LEVELS, change, isHalf ? 'half' : 'picture')
  const { meanLevels, overRatio, regionMeanLevels } = change
  return atFullSize(
    { meanLevels, highRatio: overRatio, regionMeanLevels: Array.from(regionMeanLevels) },
    previous.scale
  )
}
