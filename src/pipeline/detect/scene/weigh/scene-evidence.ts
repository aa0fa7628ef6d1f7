import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { AnchorEvidence } from './anchor-evidence.ts'

/** The present held against the memory of the scene. Ratios 0..1 or relative to the memory; levels are grey levels. */
export interface SceneEvidence {
  /** False while the scene is not known: then only what needs no memory is filled in. */
  known: boolean
  /** Blocks that have enough permanent edges to testify; too few of them can say nothing. */
  testifying: number
  /** Shares of their weight whose edges are gone, and still there. */
  deadRatio: number
  aliveRatio: number
  /** Fit of each testifying block over its usual fit; weight 0: the block cannot testify. */
  readonly fit: Float64Array
  readonly weight: Float64Array
  medianFit: number
  /** Contrast on permanent edges over the usual: median, and share of the blocks that still fit but have under 0.6 of it. */
  contrast: number
  faintRatio: number
  /** Light: block means = slope * remembered + offset, and how well that holds (correlation). */
  slope: number
  offset: number
  layoutCorrelation: number
  usualSpreadLevels: number
  meanChangeLevels: number
  /** Mean of the picture, and the span from 1 to 98 %, over the usual ones. */
  meanRatio: number
  rangeRatio: number
  blackRiseLevels: number
  /** How far the darkest parts usually rise and fall, levels. */
  darkestSwingLevels: number
  /** Lower quartile over the blocks of the difference to the relit background. */
  differenceLevels: number
  usualDifferenceLevels: number
  /** Detail over contrast on the edges, over the usual; null when too few blocks have enough of it. */
  sharpness: number | null
  /** Fine band over the usual: median of blocks, and their lower quartile of the increase, levels. */
  fineRatio: number
  fineRiseLevels: number
  grainRiseLevels: number
  /** Lower quartile of the rise of the gradients, levels. */
  gradientRiseLevels: number
  gradientEnergyRatio: number
  /** Blocks with strong gradients where the memory has none or others. */
  newBlocks: number
  newMiddleBlocks: number
  /** The scene, known for a short time only, was learned behind something: the present is many times as rich, and stays. */
  isUnveiled: boolean
  /** Share of the present strong gradients that the memory explains. */
  explainedRatio: number
  /** Newly saturated: share of blocks that have been so for long enough, and share of pixels. */
  glareRatio: number
  newSaturatedRatio: number
  /** The same shift of colour everywhere, levels, and in which share of the blocks. */
  castLevels: number
  castBlueLevels: number
  castRedLevels: number
  castRatio: number
  /** Colour of the median block, distance from grey, levels. */
  tintLevels: number
  /** In blocks whose edges are gone: gradients and detail over the usual; and detail in those whose edges are there. */
  deadEnergyRatio: number
  deadFineRatio: number
  aliveFineRatio: number
  /** Agreement with the frame before over the usual; null when there is nothing to compare. */
  agreement: number | null
  /** The one shift that brings the picture back onto the background: shares of its sides, and how sure it is; looked for while edges are gone. */
  shiftAcrossRatio: number
  shiftDownRatio: number
  shiftConfidence: number
  /** Share of the blocks that have the mid-grey with which decoders begin, and usually have not. */
  fillRatio: number
  /** Rows from the bottom: flat ones (share of the height), what they usually hold, and the step above them. */
  flatRowRatio: number
  flatRowsUsualLevels: number
  stepAboveLevels: number
  /** How alike neighbouring rows of the lowest fifth are, and usually are: 1 is repeated. */
  rowLikeness: number
  usualRowLikeness: number
  /** Vertical against horizontal gradients of the lowest and the highest fifth, over the usual. */
  lowAnisotropy: number
  highAnisotropy: number
  /** Largest connected region whose edges have been gone for long enough: share of the picture, detail left, blocks. */
  regionRatio: number
  regionFineRatio: number
  /** Share of its blocks that are as sharp as the scene is elsewhere: what covers a lens is too close to be in focus. */
  regionSharpRatio: number
  readonly region: Uint8Array
  /** Stillness over the last seconds; null while too few frames were seen. */
  stillnessLevels: number | null
  usualStillnessLevels: number | null
  motion: number
  identicalMs: number
  usualIdenticalMs: number
  /** Stripes that the scene does not have; amplitude 0 when there are none. */
  stripeLevels: number
  stripeShare: number
  stripeSteady: boolean
  /** Bars across the whole picture that the scene does not have, likewise. */
  bandLevels: number
  bandShare: number
  bandSteady: boolean
  /** The picture was in colour and is grey, or the other way round: another lighting mode. */
  isOtherMode: boolean
  /** The same against what the look was like at first, of a frame of the last second; null while that is not known or cannot be told. */
  anchor: Readonly<AnchorEvidence> | null
  /** For a moment after a change of size figures of the finest band mean nothing. */
  isRebasing: boolean
}

const NOTHING_SEEN: Omit<SceneEvidence, 'fit' | 'weight' | 'region'> = {
  known: false,
  testifying: 0,
  deadRatio: 0,
  aliveRatio: 0,
  medianFit: 1,
  contrast: 1,
  faintRatio: 0,
  slope: 1,
  offset: 0,
  layoutCorrelation: 1,
  usualSpreadLevels: 0,
  meanChangeLevels: 0,
  meanRatio: 1,
  rangeRatio: 1,
  blackRiseLevels: 0,
  darkestSwingLevels: 0,
  differenceLevels: 0,
  usualDifferenceLevels: 0,
  sharpness: null,
  fineRatio: 1,
  fineRiseLevels: 0,
  grainRiseLevels: 0,
  gradientRiseLevels: 0,
  gradientEnergyRatio: 1,
  newBlocks: 0,
  newMiddleBlocks: 0,
  isUnveiled: false,
  explainedRatio: 1,
  glareRatio: 0,
  newSaturatedRatio: 0,
  castLevels: 0,
  castBlueLevels: 0,
  castRedLevels: 0,
  castRatio: 0,
  tintLevels: 0,
  deadEnergyRatio: 1,
  deadFineRatio: 1,
  aliveFineRatio: 1,
  agreement: null,
  shiftAcrossRatio: 0,
  shiftDownRatio: 0,
  shiftConfidence: 0,
  fillRatio: 0,
  flatRowRatio: 0,
  flatRowsUsualLevels: 0,
  stepAboveLevels: 0,
  rowLikeness: 0,
  usualRowLikeness: 0,
  lowAnisotropy: 1,
  highAnisotropy: 1,
  regionRatio: 0,
  regionFineRatio: 1,
  regionSharpRatio: 1,
  stillnessLevels: null,
  usualStillnessLevels: null,
  motion: 0,
  identicalMs: 0,
  usualIdenticalMs: 0,
  stripeLevels: 0,
  stripeShare: 0,
  stripeSteady: false,
  bandLevels: 0,
  bandShare: 0,
  bandSteady: false,
  isOtherMode: false,
  anchor: null,
  isRebasing: false
}

export function createSceneEvidence(): SceneEvidence {
  const [fit, weight] = [new Float64Array(BLOCKS), new Float64Array(BLOCKS)]
  return { ...NOTHING_SEEN, fit, weight, region: new Uint8Array(BLOCKS) }
}
