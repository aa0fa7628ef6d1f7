import { BLOCKS } from '../../../../kernels/block-grid.ts'

/**
 * What a look was like in its first minutes, following only over days: what creeps in is held against this, since the other
 * figures of the memory follow within a minute. Figures of blocks are row-major 16 x 9, named as in `SceneReference`.
 */
export interface SceneAnchor {
  readonly meanLevels: Float32Array
  readonly fineLevels: Float32Array
  readonly gradientLevels2: Float32Array
  readonly blueLevels: Float32Array
  readonly redLevels: Float32Array
  /** 0 where it is not known. */
  readonly sharpness: Float32Array
  wholeMeanLevels: number
  percentile1Levels: number
  percentile98Levels: number
  /** Healthy time that it was learned in, ms; not counted any further than it takes to know it. */
  learnedMs: number
}

/** The figures of blocks, and those of the whole picture, in the order in which they are written. */
export const ANCHOR_BLOCKS = [
  'meanLevels',
  'fineLevels',
  'gradientLevels2',
  'blueLevels',
  'redLevels',
  'sharpness'
] as const
export const ANCHOR_WHOLES = ['wholeMeanLevels', 'percentile1Levels', 'percentile98Levels', 'learnedMs'] as const

export function createSceneAnchor(): SceneAnchor {
  const zeros = (): Float32Array => new Float32Array(BLOCKS)
  return {
    meanLevels: zeros(),
    fineLevels: zeros(),
    gradientLevels2: zeros(),
    blueLevels: zeros(),
    redLevels: zeros(),
    sharpness: zeros(),
    wholeMeanLevels: 0,
    percentile1Levels: 0,
    percentile98Levels: 0,
    learnedMs: 0
  }
}
