import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { findRegion } from './find-region.ts'

const LIMITS = {
  /** So many blocks must have lost their edges: fewer say as little of a region as of a whole view. */
  leastMembers: 10,
  /** A block without permanent edges may join two others when it differs from the background by so much, grey levels. */
  bridgeLevels: 12,
  /** Share of the detail of the flattest tenth of the blocks that is taken for noise. */
  noiseOfFlattest: 0.8,
  /** Only where there is so many times more than that. */
  detailOverNoise: 1.5,
  /** And only of a noisy camera, grey levels of the finest band: in a clean one even the flattest blocks have some detail. */
  noisyLevels: 3,
  /** A block is sharp from this share of the detail on that the median block usually has beyond noise. */
  sharpShare: 0.5,
  /** Detail of a dim scene is not brought up further than this. */
  leastLight: 0.25
}

/**
 * The largest connected region whose edges have been gone for long enough, and what is left in it.
 *
 * @param deadMs How long each block has been without its edges. @param holdMs How long is enough.
 */
export function weighRegion(
  scratch: SceneScratch,
  reference: SceneReference,
  deadMs: Float32Array,
  holdMs: number
): void {
  const { evidence, difference } = scratch
  const isMember = (block: number): boolean => deadMs[block]! >= holdMs
  const isBridge = (block: number): boolean => evidence.weight[block] === 0 && difference[block]! > LIMITS.bridgeLevels
  const size = findRegion(isMember, isBridge, evidence.region)
  let members = 0
  for (let block = 0; block < BLOCKS; block++) if (evidence.region[block] === 1 && isMember(block)) members++
  evidence.regionRatio = members < LIMITS.leastMembers ? 0 : size / BLOCKS
  evidence.regionFineRatio = 1
  evidence.regionSharpRatio = 1
  if (evidence.regionRatio > 0) weighDetail(scratch, reference)
}

function weighDetail({ look, evidence, sorted }: SceneScratch, reference: SceneReference): void {
  let fine = 0
  let usualFine = 0
  let blocks = 0
  for (let block = 0; block < BLOCKS; block++) {
    if (evidence.region[block] === 0 || evidence.weight[block] === 0) continue
    fine += look.fineLevels[block]!
    usualFine += reference.fineLevels[block]!
    blocks++
  }
  // Noise is in every block, covered or not: what the flattest blocks usually have is no detail, where there is more.
  sorted.set(reference.fineLevels)
  const flattest = quantile(sorted, BLOCKS, 0.1)
  const median = quantile(sorted, BLOCKS, 0.5)
  if (flattest > LIMITS.noisyLevels && usualFine > LIMITS.detailOverNoise * flattest * blocks) {
    fine = Math.max(0, fine - LIMITS.noiseOfFlattest * flattest * blocks)
    usualFine -= LIMITS.noiseOfFlattest * flattest * blocks
  }
  const light = Math.min(1, Math.max(LIMITS.leastLight, evidence.aliveFineRatio))
  evidence.regionFineRatio = usualFine > 0 ? fine / usualFine / light : 1
  const noise = LIMITS.noiseOfFlattest * flattest
  const least = noise + LIMITS.sharpShare * light * (median - noise)
  let sharp = 0
  for (let block = 0; block < BLOCKS; block++) {
    if (evidence.region[block] === 1 && look.fineLevels[block]! > least) sharp++
  }
  evidence.regionSharpRatio = sharp / (evidence.regionRatio * BLOCKS)
}
