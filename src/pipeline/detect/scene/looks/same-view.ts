import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from '../../../../kernels/block-grid.ts'
import { sceneSums } from '../../../../kernels/scene-sums.ts'
import { isEdge } from '../learned/edge-bits.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { MIN_EDGE_PIXELS } from '../weigh/edge-limits.ts'

/** A block has gradients from here on, grey levels squared, and so many of them must have some in both pictures. docs/limits.md#looks */
const MIN_GRADIENT_LEVELS2 = 60
const MIN_BLOCKS = 8
/** Frames fit each other from here on. docs/limits.md#looks */
const MIN_STEADY_AGREEMENT = 0.6

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

/** A block's edges lie along those of the scene from here on; with at least this share of their usual strength. */
const MIN_ALONG = 0.4
const MIN_STRENGTH = 0.15
const alongSums = new Float64Array(BLOCKS)
const usualSums = new Float64Array(BLOCKS)
const bothSums = new Float64Array(BLOCKS)

/**
 * Where the edges of the present small picture lie along those of a scene, whichever side is the brighter one: infrared
 * turns contrast over. Of each block the mean of cos(2 * angle between them) on its permanent edges, weighed by both
 * gradients: 1 for the same view, 0 for another.
 *
 * @returns Share of the blocks with permanent edges whose edges lie where they were, 0..1.
 */
export function alongEdges({ kernels }: SceneScratch, { size, background, edges, edgePixels }: SceneReference): number {
  const { width, height } = size
  const now = kernels.bytesAt(kernels.layout.look, width * height)
  for (const sums of [alongSums, usualSums, bothSums]) sums.fill(0)
  for (let y = 1; y < height - 1; y++) {
    const row = cellOf(y, height, BLOCK_ROWS) * BLOCK_COLUMNS
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      if (!isEdge(edges, i)) continue
      const [nowX, nowY] = [now[i + 1]! - now[i - 1]!, now[i + width]! - now[i - width]!]
      const [usualX, usualY] = [
        background[i + 1]! - background[i - 1]!,
        background[i + width]! - background[i - width]!
      ]
      const product = nowX * usualX + nowY * usualY
      const across = nowX * usualY - nowY * usualX
      const usual2 = usualX * usualX + usualY * usualY
      const both = Math.sqrt((nowX * nowX + nowY * nowY) * usual2)
      const block = row + cellOf(x, width, BLOCK_COLUMNS)
      usualSums[block]! += usual2
      bothSums[block]! += both
      if (both > 0) alongSums[block]! += (product * product - across * across) / both
    }
  }
  let blocks = 0
  let there = 0
  for (let block = 0; block < BLOCKS; block++) {
    if (edgePixels[block]! < MIN_EDGE_PIXELS) continue
    blocks++
    const isStrong = bothSums[block]! > MIN_STRENGTH * usualSums[block]!
    if (isStrong && alongSums[block]! > MIN_ALONG * bothSums[block]!) there++
  }
  return blocks > 0 ? there / blocks : 0
}

/** Whether the picture fits the one before, so that it can be held against other views: in a swing or a cut it shows none. */
export function isSteady({ look }: SceneScratch): boolean {
  return look.agreementBefore !== null && look.agreementBefore > MIN_STEADY_AGREEMENT
}

/** Cell of a pixel: where sides do not divide evenly, boundaries are rounded down. */
function cellOf(at: number, sidePx: number, cells: number): number {
  return Math.floor(((at + 1) * cells - 1) / sidePx)
}
