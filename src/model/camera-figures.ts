import type { FaultKind } from './fault.ts'

/** A measure that is kept over time for each camera. */
export interface MeasureSeries {
  readonly name: string
  /** `ratio`: of the usual, 1 is as ever; `levels`: grey levels; `fps` */
  readonly unit: 'ratio' | 'levels' | 'fps'
  /** The fault that it tells of first, and the limit of that fault's detector that it is held against. */
  readonly kind: FaultKind | null
  readonly limitName: string | null
  /** What is usual, where that is the same for every camera. */
  readonly usual: number | null
  /** Largest value that is kept; what is over it counts as it. */
  readonly most: number
}

/** The measures of every camera, in the order in which they travel and are kept. */
export const MEASURE_SERIES = [
  { name: 'luma', unit: 'levels', kind: 'black', limitName: null, usual: null, most: 255 },
  { name: 'edges-kept', unit: 'ratio', kind: 'occluded', limitName: null, usual: 1, most: 1 },
  { name: 'sharpness', unit: 'ratio', kind: 'defocused', limitName: 'maxSharpness', usual: 1, most: 4 },
  { name: 'contrast', unit: 'ratio', kind: 'low-contrast', limitName: 'maxContrast', usual: 1, most: 4 },
  { name: 'noise-rise', unit: 'levels', kind: 'noise', limitName: 'minGrainRiseLevels', usual: 0, most: 128 },
  { name: 'colour-cast', unit: 'levels', kind: 'colour-cast', limitName: 'minCastLevels', usual: 0, most: 181 },
  { name: 'agreement', unit: 'ratio', kind: 'shaken', limitName: 'maxAgreement', usual: 1, most: 4 },
  { name: 'frames', unit: 'fps', kind: 'stream-gap', limitName: null, usual: null, most: 200 }
] as const satisfies readonly MeasureSeries[]

export const MEASURE_COUNT = MEASURE_SERIES.length
/** Time of one point, ms. */
export const POINT_MS = 10_000
/** Of one point and measure: least, mean, most; NaN where nothing could be measured. */
export const POINT_VALUES = 3

/** Figures of one camera that travel every other second: rates, times, and the newest value of each measure. */
export const FIGURES = { received: 0, analysed: 1, lastFrameAtMs: 2, lagMs: 3, measures: 4 } as const
export const FIGURE_COUNT = FIGURES.measures + MEASURE_COUNT

/** Numbers of many cameras; those of one lie together, in the order of the streams. NaN where nothing is known. */
export interface CameraNumbers {
  readonly streams: readonly string[]
  readonly values: Float64Array
}
