import { MAX_LOOK_PIXELS, SNAPSHOTS } from './kernel-layout.ts'
import type { KernelMemory } from './kernel-memory.ts'
import type { LookSize } from './look-size.ts'

/**
 * What a scene usually looks like, from nine small pictures of it: their median pixel by pixel, and the edges that most of
 * them have. Leaves both in the kernels' memory too (`layout.usual`, `layout.usualEdges`).
 *
 * @param snapshots Nine small pictures, one behind the other. Read only.
 * @param minEdgeLevels Least gradient of an edge: difference of the neighbours on both sides, grey levels.
 * @param minAgreeing How many of the nine must have it.
 * @param background `width * height` medians, written.
 * @param edges As many bytes, written: 255 on permanent edges, else 0.
 */
export function learnScene(
  memory: KernelMemory,
  { width, height }: LookSize,
  snapshots: Uint8Array,
  minEdgeLevels: number,
  minAgreeing: number,
  background: Uint8Array,
  edges: Uint8Array
): void {
  const count = width * height
  if (snapshots.length !== SNAPSHOTS * count || background.length !== count || edges.length !== count) {
    throw new RangeError(
      `Cannot learn scene: expected ${SNAPSHOTS} x ${count} values, received ${snapshots.length}, ${background.length} and ${edges.length}`
    )
  }
  const { layout, bytes, run } = memory
  for (let i = 0; i < SNAPSHOTS; i++) {
    bytes.set(snapshots.subarray(i * count, (i + 1) * count), layout.snapshots + i * MAX_LOOK_PIXELS)
  }
  run.medianOfNine(layout.snapshots, MAX_LOOK_PIXELS, count, layout.usual)
  const least = minEdgeLevels * minEdgeLevels
  const { usual, usualEdges } = layout
  run.permanentEdges(usual, layout.snapshots, MAX_LOOK_PIXELS, SNAPSHOTS, width, height, least, minAgreeing, usualEdges)
  background.set(bytes.subarray(usual, usual + count))
  edges.set(bytes.subarray(usualEdges, usualEdges + count))
}
