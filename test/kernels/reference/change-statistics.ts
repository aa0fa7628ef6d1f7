import type { ChangeStatistics } from '../../../src/kernels/change-statistics.ts'
import { absoluteDifference } from './absolute-difference.ts'
import { gaussian5x5 } from './gaussian-5x5.ts'
import { meanLevel } from './mean-level.ts'
import { regionMeans } from './region-means.ts'
import { shareOver } from './share-over.ts'

/** Planes that `changeStatistics` works in, for so many pixels. */
export interface ChangeScratch {
  readonly difference: Uint8Array
  readonly rows: Uint16Array
}

export function createChangeScratch(pixels: number): ChangeScratch {
  return { difference: new Uint8Array(pixels), rows: new Uint16Array(pixels) }
}

/** One step after the other, each over the whole plane. */
export function changeStatistics(
  before: Uint8Array,
  after: Uint8Array,
  width: number,
  height: number,
  level: number,
  { difference, rows }: ChangeScratch,
  out: ChangeStatistics
): void {
  const count = width * height
  absoluteDifference(before, after, count, difference)
  gaussian5x5(difference, width, height, rows, difference)
  regionMeans(difference, width, height, 3, 3, out.regionMeanLevels)
  out.meanLevels = meanLevel(difference, count)
  out.overRatio = shareOver(difference, count, level)
}
