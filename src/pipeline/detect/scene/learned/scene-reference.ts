import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { LookSize } from '../../../../kernels/look-size.ts'
import { bitBytes } from './edge-bits.ts'
import { createSceneAnchor, type SceneAnchor } from './scene-anchor.ts'

/** What a scene usually looks like, under one light and in one view. Figures of blocks are row-major 16 x 9. */
export interface SceneReference {
  readonly size: LookSize
  /** Median of the snapshots, and a bit for each pixel, set where they have an edge in common (see `packEdges`). */
  readonly background: Uint8Array
  readonly edges: Uint8Array
  /** Pixels on permanent edges of each block. */
  readonly edgePixels: Float32Array
  /** How well healthy pictures fit the background on those edges (cosine, 0..1), and with how much of its contrast. */
  readonly fit: Float32Array
  readonly contrast: Float32Array
  /** Medians of the figures of the same names in FrameLook. */
  readonly meanLevels: Float32Array
  readonly saturatedRatio: Float32Array
  readonly flatRatio: Float32Array
  readonly fineLevels: Float32Array
  readonly gradientLevels2: Float32Array
  readonly grainLevels: Float32Array
  readonly blueLevels: Float32Array
  readonly redLevels: Float32Array
  /** Detail on the edges over their contrast, of each block; 0 where it is not known yet. */
  readonly sharpness: Float32Array
  /** What creeps in is held against this. */
  readonly anchor: SceneAnchor
  /** Medians of the whole picture's figures over the snapshots: what drives by is in a few of them alone. */
  wholeMeanLevels: number
  percentile1Levels: number
  percentile98Levels: number
  /** How far the darkest parts (`percentile1Levels`) usually are from that median, mean, grey levels. */
  darkestSwingLevels: number
  /** Slow means of whole-picture figures, see FrameLook. */
  wholeFlatRatio: number
  greyRatio: number
  agreementBefore: number
  /** Lower quartile of the blocks' difference to the background, grey levels. */
  differenceLevels: number
  /** How alike two frames of a moment ago are at the least when all is well, grey levels; null while not known. */
  stillnessLevels: number | null
  /** Of the background, see `weighRows`. */
  rowLikeness: number
  lowAnisotropy: number
  highAnisotropy: number
  /** Frames that the slow means, and those that the sharpness have taken in. */
  frames: number
  sharpFrames: number
}

/** The names of the figures that are medians over snapshots, in the order in which they are kept. */
export const BLOCK_FIGURES = [
  'meanLevels',
  'saturatedRatio',
  'flatRatio',
  'fineLevels',
  'gradientLevels2',
  'grainLevels',
  'blueLevels',
  'redLevels'
] as const

/** The same of the whole picture. */
export const WHOLE_FIGURES = ['wholeMeanLevels', 'percentile1Levels', 'percentile98Levels'] as const

const zeros = (): Float32Array => new Float32Array(BLOCKS)

export function createSceneReference(size: LookSize): SceneReference {
  const count = size.width * size.height
  return {
    size,
    background: new Uint8Array(count),
    edges: new Uint8Array(bitBytes(count)),
    edgePixels: zeros(),
    fit: zeros(),
    contrast: zeros(),
    meanLevels: zeros(),
    saturatedRatio: zeros(),
    flatRatio: zeros(),
    fineLevels: zeros(),
    gradientLevels2: zeros(),
    grainLevels: zeros(),
    blueLevels: zeros(),
    redLevels: zeros(),
    sharpness: zeros(),
    anchor: createSceneAnchor(),
    wholeMeanLevels: 0,
    percentile1Levels: 0,
    percentile98Levels: 0,
    darkestSwingLevels: 0,
    wholeFlatRatio: 0,
    greyRatio: 0,
    agreementBefore: 0,
    differenceLevels: 0,
    stillnessLevels: null,
    rowLikeness: 0,
    lowAnisotropy: 1,
    highAnisotropy: 1,
    frames: 0,
    sharpFrames: 0
  }
}
