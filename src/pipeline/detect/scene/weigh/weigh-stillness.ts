import { differenceQuantiles } from '../../../../kernels/difference-quantiles.ts'
import type { RecentFrames } from '../frame/recent-frames.ts'
import type { SceneScratch } from '../scene-scratch.ts'

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

/**
 * The picture lies in the kernels' memory.
 *
 * @param usualLevels The camera's own noise between two frames, grey levels; 0 while not known.
 */
export function weighStillness(
  recent: RecentFrames,
  usualLevels: number,
  scratch: SceneScratch,
  nowMs: number,
  out: Stillness
): void {
  const { kernels, spotChange } = scratch
  const { spotStep, spotColumns, spotRows, width } = recent.shape
  const { picture, spots, spotsBefore } = kernels.layout
  kernels.run.sampleSpots(picture, width, spotStep, spotColumns, spotRows, spots)
  out.leastLevels = 255
  out.motion = 0
  out.frames = recent.spotFrames
  for (let frame = 0; frame < recent.spotFrames; frame++) {
    kernels.bytes.set(recent.spotsOf(frame), spotsBefore)
    differenceQuantiles(kernels, spots, spotsBefore, spotColumns, spotRows, recent.spotPixels, spotChange)
    const { medianLevels: median, highLevels: most } = spotChange
    out.leastLevels = Math.min(out.leastLevels, median)
    out.motion = Math.max(out.motion, most / (Math.max(median, 0.7 * usualLevels) + MIN_MOTION_LEVELS))
  }
  recent.keepSpots(kernels.bytesAt(spots, spotColumns * spotRows), nowMs)
}
