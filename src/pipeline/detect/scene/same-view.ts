import { BLOCKS } from '../../../kernels/block-grid.ts'
import { sceneSums } from '../../../kernels/scene-sums.ts'
import { isEdge } from './edge-bits.ts'
import { quantile } from './quantile.ts'
import type { SceneReference } from './scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'

/** A block has gradients from here on, grey levels squared, and so many of them must have some in both pictures. */
const MIN_GRADIENT_LEVELS2 = 60
const MIN_BLOCKS = 8

/**
 * How well the gradients of the present small picture fit those of another one of the same size: the median cosine of the
 * blocks in which both have some, 1 for the same view and about 0 for another. Overwrites `scratch.sums`.
 *
 * @returns null when too few blocks can tell.
 */
export function likeness(
  { kernels, sums, pixels, sorted }: SceneScratch,
  size: SceneReference['size'],
  other: Uint8Array
): number | null {
  const { layout } = kernels
  const before = kernels.bytes.slice(layout.lookBefore, layout.lookBefore + other.length)
  kernels.bytes.set(other, layout.lookBefore)
  sceneSums(kernels, size, 255, 0, sums)
  kernels.bytes.set(before, layout.lookBefore)
  let count = 0
  for (let block = 0; block < BLOCKS; block++) {
    const least = MIN_GRADIENT_LEVELS2 * pixels[block]!
    const [energy, energyBefore] = [sums.energy[block]!, sums.energyBefore[block]!]
    if (energy < least || energyBefore < least) continue
    sorted[count++] = sums.productBefore[block]! / Math.sqrt(energy * energyBefore)
  }
  return count < MIN_BLOCKS ? null : quantile(sorted, count, 0.5)
}

/**
 * How well the edges of the present small picture lie along those of a scene, whichever side is the brighter one: infrared
 * turns contrast over. Mean of cos(2 * angle between them) on permanent edges, weighed by both gradients: 1 for the same
 * view, 0 for another.
 */
export function alongEdges({ kernels }: SceneScratch, { size, background, edges }: SceneReference): number {
  const { width, height } = size
  const now = kernels.bytesAt(kernels.layout.look, width * height)
  let along = 0
  let all = 0
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1, end = i + width - 2; i < end; i++) {
      if (!isEdge(edges, i)) continue
      const [nowX, nowY] = [now[i + 1]! - now[i - 1]!, now[i + width]! - now[i - width]!]
      const [usualX, usualY] = [
        background[i + 1]! - background[i - 1]!,
        background[i + width]! - background[i - width]!
      ]
      const product = nowX * usualX + nowY * usualY
      const across = nowX * usualY - nowY * usualX
      const size2 = Math.hypot(nowX, nowY) * Math.hypot(usualX, usualY)
      if (size2 === 0) continue
      along += (product * product - across * across) / size2
      all += size2
    }
  }
  return all > 0 ? along / all : 0
}
