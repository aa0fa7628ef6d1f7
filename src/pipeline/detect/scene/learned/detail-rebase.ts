import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { Picture } from '../../../../model/picture.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { SceneReference } from './scene-reference.ts'

const LIMITS = {
  /** Healthy frames that teach how detailed pictures of a new size are, and how long that may take, ms. */
  frames: 6,
  mostMs: 8000,
  minAliveRatio: 0.6
}

/** Detail and grain of pictures of a new size, over those of the old one. */
interface DetailFactors {
  readonly fine: number
  readonly grain: number
}

/** After a change of the received size the finest band is another one, and that is no fault: learns by which factor. */
export class DetailRebase {
  #sourceWidth = 0
  #sinceMs: number | null = null
  #frames = 0
  #fine = 0
  #grain = 0

  /** True while it is not known yet: figures of the finest band mean nothing then. */
  get isOn(): boolean {
    return this.#sinceMs !== null
  }

  note({ sourceWidth }: Picture, nowMs: number): void {
    const isChanged = this.#sourceWidth !== 0 && this.#sourceWidth !== sourceWidth
    this.#sourceWidth = sourceWidth
    if (!isChanged) return
    this.#sinceMs = nowMs
    this.#frames = 0
    this.#fine = 0
    this.#grain = 0
  }

  /** @returns The factors, once, when enough healthy frames have been seen; else null. */
  take({ evidence, look }: SceneScratch, reference: SceneReference, nowMs: number): DetailFactors | null {
    evidence.isRebasing = this.isOn
    if (this.#sinceMs === null) return null
    if (Math.abs(nowMs - this.#sinceMs) > LIMITS.mostMs) this.#sinceMs = null
    if (evidence.aliveRatio < LIMITS.minAliveRatio || !look.hasBefore) return null
    this.#frames++
    this.#fine += evidence.fineRatio
    let grain = 0
    let usualGrain = 0
    for (let block = 0; block < BLOCKS; block++) {
      grain += look.grainLevels[block]!
      usualGrain += reference.grainLevels[block]!
    }
    this.#grain += (grain + 1) / (usualGrain + 1)
    if (this.#frames < LIMITS.frames) return null
    this.#sinceMs = null
    return { fine: this.#fine / this.#frames, grain: this.#grain / this.#frames }
  }
}
