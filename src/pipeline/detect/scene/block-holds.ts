import { BLOCKS } from '../../../kernels/block-grid.ts'
import { findRegion } from './find-region.ts'
import { quantile } from './quantile.ts'
import type { SceneReference } from './scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'

const LIMITS = {
  /** A block counts as covered once its edges have been gone for so long, and as glaring once it has been saturated for so long, ms. */
  deadHoldMs: 2000,
  glareHoldMs: 900,
  /** What has lasted so much longer outlasts a break of half of it, ms. */
  forgivenMs: 600,
  /** A block without edges connects two others when it differs this much from the background, grey levels. */
  bridgeLevels: 12,
  /** Share of the detail of the flattest tenth of the blocks that is taken for noise. */
  noiseOfFlattest: 0.8,
  /** Only where there is so many times more than that. */
  detailOverNoise: 1.5,
  /** And only of a noisy camera, grey levels of the finest band: in a clean one even the flattest blocks have some detail. */
  noisyLevels: 3
}

/** How long each block of a scene has been without its edges, or saturated. */
export class BlockHolds {
  readonly #deadMs = new Float32Array(BLOCKS)
  readonly #glareMs = new Float32Array(BLOCKS)

  /** What comes next is held against another scene. */
  forget(): void {
    this.#deadMs.fill(0)
    this.#glareMs.fill(0)
  }

  /** Takes a frame whose evidence has been weighed, and adds what has lasted: glare, and the largest region that is covered. */
  weigh(scratch: SceneScratch, reference: SceneReference, elapsedMs: number): void {
    const { look, evidence, difference } = scratch
    let glaring = 0
    for (let block = 0; block < BLOCKS; block++) {
      const isDead = evidence.weight[block]! > 0 && evidence.fit[block]! < 0.5
      this.#deadMs[block] = held(this.#deadMs[block]!, isDead, elapsedMs, LIMITS.deadHoldMs)
      const isGlaring = look.saturatedRatio[block]! > 0.5 && reference.saturatedRatio[block]! < 0.3
      this.#glareMs[block] = held(this.#glareMs[block]!, isGlaring, elapsedMs, LIMITS.glareHoldMs)
      if (this.#glareMs[block]! >= LIMITS.glareHoldMs) glaring++
    }
    evidence.glareRatio = glaring / BLOCKS
    const isMember = (block: number): boolean => this.#deadMs[block]! >= LIMITS.deadHoldMs
    const isBridge = (block: number): boolean =>
      evidence.weight[block] === 0 && difference[block]! > LIMITS.bridgeLevels
    evidence.regionRatio = findRegion(isMember, isBridge, evidence.region) / BLOCKS
    evidence.regionFineRatio = evidence.regionRatio === 0 ? 1 : regionDetail(scratch, reference)
  }
}

/** Detail that is left in the region, over the usual under today's light. */
function regionDetail({ look, evidence, sorted }: SceneScratch, reference: SceneReference): number {
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
  const flattest = quantile(sorted, BLOCKS, 0.1) * blocks
  if (flattest > LIMITS.noisyLevels * blocks && usualFine > LIMITS.detailOverNoise * flattest) {
    fine = Math.max(0, fine - LIMITS.noiseOfFlattest * flattest)
    usualFine -= LIMITS.noiseOfFlattest * flattest
  }
  const light = Math.min(1, Math.max(0.25, evidence.aliveFineRatio))
  return usualFine > 0 ? fine / usualFine / light : 1
}

/** How long something has lasted: a moment without it is forgiven, and what is gone is soon gone from here. */
function held(ms: number, isOn: boolean, elapsedMs: number, holdMs: number): number {
  return isOn ? Math.min(holdMs + LIMITS.forgivenMs, ms + elapsedMs) : Math.max(0, ms - 2 * elapsedMs)
}
