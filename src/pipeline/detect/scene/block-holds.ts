import { BLOCKS } from '../../../kernels/block-grid.ts'
import type { SceneReference } from './learned/scene-reference.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { weighRegion } from './weigh/weigh-region.ts'

const LIMITS = {
  /** A block counts as covered once its edges have been gone for so long, and as glaring once it has been saturated for so long, ms. */
  deadHoldMs: 2000,
  glareHoldMs: 900,
  /** What has lasted so much longer outlasts a break of half of it, ms. */
  forgivenMs: 600
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
    const { look, evidence } = scratch
    let glaring = 0
    for (let block = 0; block < BLOCKS; block++) {
      const isDead = evidence.weight[block]! > 0 && evidence.fit[block]! < 0.5
      this.#deadMs[block] = held(this.#deadMs[block]!, isDead, elapsedMs, LIMITS.deadHoldMs)
      const isGlaring = look.saturatedRatio[block]! > 0.5 && reference.saturatedRatio[block]! < 0.3
      this.#glareMs[block] = held(this.#glareMs[block]!, isGlaring, elapsedMs, LIMITS.glareHoldMs)
      if (this.#glareMs[block]! >= LIMITS.glareHoldMs) glaring++
    }
    evidence.glareRatio = glaring / BLOCKS
    weighRegion(scratch, reference, this.#deadMs, LIMITS.deadHoldMs)
  }
}

/** How long something has lasted: a moment without it is forgiven, and what is gone is soon gone from here. */
function held(ms: number, isOn: boolean, elapsedMs: number, holdMs: number): number {
  return isOn ? Math.min(holdMs + LIMITS.forgivenMs, ms + elapsedMs) : Math.max(0, ms - 2 * elapsedMs)
}
