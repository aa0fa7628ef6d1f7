import { BLOCKS } from '../../../kernels/block-grid.ts'
import { differenceSums } from '../../../kernels/difference-sums.ts'
import type { Picture } from '../../../model/picture.ts'
import { quantile } from './quantile.ts'
import type { RecentFrames } from './recent-frames.ts'
import type { SceneScratch } from './scene-scratch.ts'

/** How much a frame differs from the last ones, pixel by pixel, so that sensor noise counts. */
export interface Stillness {
  /** Median over the blocks of the mean difference to the frame that is most alike, grey levels. */
  leastLevels: number
  /** How much more the blocks that change most differ than the median block: 1 and under when nothing moves. */
  motion: number
  /** Frames that were compared. */
  frames: number
}

const MIN_MOTION_LEVELS = 0.15

/** @param usualLevels The camera's own noise between two frames, grey levels; 0 while not known. */
export function weighStillness(
  { luma }: Picture,
  recent: RecentFrames,
  usualLevels: number,
  scratch: SceneScratch,
  nowMs: number,
  out: Stillness
): void {
  const { kernels, difference, sorted } = scratch
  const { spotStep, spotColumns, spotRows, width } = recent.shape
  const { spots, spotsBefore } = kernels.layout
  const count = spotColumns * spotRows
  const now = kernels.bytesAt(spots, count)
  for (let row = 0, at = 0; row < spotRows; row++) {
    for (let i = row * spotStep * width, end = i + spotColumns * spotStep; i < end; i += spotStep) now[at++] = luma[i]!
  }
  out.leastLevels = 255
  out.motion = 0
  out.frames = recent.spotFrames
  for (let frame = 0; frame < recent.spotFrames; frame++) {
    kernels.bytes.set(recent.spotsOf(frame), spotsBefore)
    differenceSums(kernels, spots, spotsBefore, spotColumns, spotRows, difference)
    for (let block = 0; block < BLOCKS; block++) {
      sorted[block] = difference[block]! / recent.spotPixels[block]!
    }
    const most = quantile(sorted, BLOCKS, 0.93)
    const median = quantile(sorted, BLOCKS, 0.5)
    out.leastLevels = Math.min(out.leastLevels, median)
    out.motion = Math.max(out.motion, most / (Math.max(median, 0.7 * usualLevels) + MIN_MOTION_LEVELS))
  }
  recent.keepSpots(now, nowMs)
}
