import { BLOCKS } from '../../../../kernels/block-grid.ts'

/** What one frame shows at the size that its scene is remembered at. Written anew for every frame; figures of blocks are row-major 16 x 9. */
export interface FrameLook {
  /** Mean of each block, grey levels. */
  readonly meanLevels: Float64Array
  /** Share of its saturated pixels, and of those without any detail, 0..1. */
  readonly saturatedRatio: Float64Array
  readonly flatRatio: Float64Array
  /** Mean absolute response of the finest band of the working picture, grey levels. */
  readonly fineLevels: Float64Array
  /** Mean squared gradient, grey levels squared. */
  readonly gradientLevels2: Float64Array
  /** Mean change of the grain since the frame before, grey levels; 0 on the first. */
  readonly grainLevels: Float64Array
  /** Mean colour, levels from grey, -128..127; 0 in a grey picture. */
  readonly blueLevels: Float64Array
  readonly redLevels: Float64Array
  /** Of the whole picture. */
  wholeMeanLevels: number
  percentile1Levels: number
  percentile98Levels: number
  percentile995Levels: number
  /** Share of the pixels within 2 levels of the most frequent one. */
  peakRatio: number
  wholeFlatRatio: number
  wholeFineLevels: number
  wholeGrainLevels: number
  /** Mean distance from grey, levels, and the share of pixels that are grey. */
  chromaLevels: number
  greyRatio: number
  /** How well the gradients fit those of the frame before: median cosine of the blocks that have some; null when too few have. */
  agreementBefore: number | null
  /** False on the first frame of a size. */
  hasBefore: boolean
}

export function createFrameLook(): FrameLook {
  return {
    meanLevels: new Float64Array(BLOCKS),
    saturatedRatio: new Float64Array(BLOCKS),
    flatRatio: new Float64Array(BLOCKS),
    fineLevels: new Float64Array(BLOCKS),
    gradientLevels2: new Float64Array(BLOCKS),
    grainLevels: new Float64Array(BLOCKS),
    blueLevels: new Float64Array(BLOCKS),
    redLevels: new Float64Array(BLOCKS),
    wholeMeanLevels: 0,
    percentile1Levels: 0,
    percentile98Levels: 0,
    percentile995Levels: 0,
    peakRatio: 0,
    wholeFlatRatio: 0,
    wholeFineLevels: 0,
    wholeGrainLevels: 0,
    chromaLevels: 0,
    greyRatio: 0,
    agreementBefore: null,
    hasBefore: false
  }
}
