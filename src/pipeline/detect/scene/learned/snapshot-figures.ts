import { BLOCKS } from '../../../../kernels/block-grid.ts'
import { MAX_LOOK_PIXELS, SNAPSHOTS } from '../../../../kernels/kernel-layout.ts'
import { sceneSums } from '../../../../kernels/scene-sums.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { BLOCK_FIGURES, type SceneReference, WHOLE_FIGURES } from './scene-reference.ts'
import type { SnapshotRing } from './snapshot-ring.ts'

/** Share of the usual saturation, and of the usual swing of the darkest parts, that stays from one background to the next. */
const LIMITS = {
  saturationKept: 0.98,
  swingKept: 0.9
}

const FIGURES = BLOCK_FIGURES.length

/** The figures of blocks and of the whole picture: medians of the snapshots. @param reference Written. */
export function takeFigures(reference: SceneReference, snapshots: SnapshotRing, { sorted }: SceneScratch): void {
  for (let figure = 0; figure < FIGURES; figure++) {
    const medians = reference[BLOCK_FIGURES[figure]!]
    for (let block = 0; block < BLOCKS; block++) {
      snapshots.takeFigure(figure, block, sorted)
      const median = quantile(sorted, SNAPSHOTS, 0.5)
      // What has once been saturated in health may be so again, when the light comes back.
      const kept = BLOCK_FIGURES[figure] === 'saturatedRatio' ? LIMITS.saturationKept * medians[block]! : 0
      medians[block] = Math.max(median, kept || median)
    }
  }
  for (const [i, name] of WHOLE_FIGURES.entries()) {
    snapshots.takeWhole(i, sorted)
    reference[name] = quantile(sorted, SNAPSHOTS, 0.5)
  }
  takeSwing(reference, snapshots, sorted)
}

/** Exposure that follows what drives by lifts and lowers the darkest parts in health. */
function takeSwing(reference: SceneReference, snapshots: SnapshotRing, sorted: Float64Array): void {
  snapshots.takeWhole(WHOLE_FIGURES.indexOf('percentile1Levels'), sorted)
  let sum = 0
  for (let i = 0; i < SNAPSHOTS; i++) sum += Math.abs(sorted[i]! - reference.percentile1Levels)
  reference.darkestSwingLevels = Math.max(sum / SNAPSHOTS, LIMITS.swingKept * reference.darkestSwingLevels)
}

/**
 * How well each snapshot fits the background that they make together: the median is what is usual. They lie in the kernels'
 * memory, where `SnapshotRing.spread` has laid them.
 *
 * @param reference Written.
 */
export function takeFits(reference: SceneReference, { kernels, sums, sorted }: SceneScratch): void {
  const { size } = reference
  const count = size.width * size.height
  const fits = new Float32Array(SNAPSHOTS * BLOCKS)
  const contrasts = new Float32Array(SNAPSHOTS * BLOCKS)
  const own = kernels.bytes.slice(kernels.layout.look, kernels.layout.look + count)
  for (let i = 0; i < SNAPSHOTS; i++) {
    const from = kernels.layout.snapshots + i * MAX_LOOK_PIXELS
    kernels.bytes.copyWithin(kernels.layout.look, from, from + count)
    sceneSums(kernels, size, 255, 0, sums)
    for (let block = 0; block < BLOCKS; block++) {
      const usual = sums.usualEnergy[block]! + 1e-6
      fits[i * BLOCKS + block] = sums.usualProduct[block]! / Math.sqrt(sums.edgeEnergy[block]! * usual + 1e-6)
      contrasts[i * BLOCKS + block] = sums.usualProduct[block]! / usual
    }
  }
  kernels.bytes.set(own, kernels.layout.look)
  for (let block = 0; block < BLOCKS; block++) {
    reference.edgePixels[block] = sums.edgePixels[block]!
    for (let i = 0; i < SNAPSHOTS; i++) sorted[i] = fits[i * BLOCKS + block]!
    reference.fit[block] = quantile(sorted, SNAPSHOTS, 0.5)
    for (let i = 0; i < SNAPSHOTS; i++) sorted[i] = contrasts[i * BLOCKS + block]!
    reference.contrast[block] = quantile(sorted, SNAPSHOTS, 0.5)
  }
}
