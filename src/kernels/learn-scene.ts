import { MAX_LOOK_PIXELS, SNAPSHOTS } from './kernel-layout.ts'
import type { KernelMemory } from './kernel-memory.ts'
import type { LookSize } from './look-size.ts'

/**
 * What a scene usually looks like, from nine small pictures of it that lie in the kernels' memory (`layout.snapshots`,
 * `MAX_LOOK_PIXELS` bytes apart): their median pixel by pixel (`layout.usual`), and the edges that most of them have
 * (`layout.usualEdges`: 255 there, else 0).
 *
 * @param minEdgeLevels Least gradient of an edge: difference of the neighbours on both sides, grey levels.
 * @param minAgreeing How many of the nine must have it.
 */
export function learnScene(
  { layout, run }: KernelMemory,
  { width, height }: LookSize,
  minEdgeLevels: number,
  minAgreeing: number
): void {
  const { snapshots, usual, usualEdges } = layout
  run.medianOfNine(snapshots, MAX_LOOK_PIXELS, width * height, usual)
  const least = minEdgeLevels * minEdgeLevels
  run.permanentEdges(usual, snapshots, MAX_LOOK_PIXELS, SNAPSHOTS, width, height, least, minAgreeing, usualEdges)
}
