import { BLOCKS } from '../../../kernels/block-grid.ts'
import { createFrameLook } from './frame/frame-look.ts'
import type { SceneScratch } from './scene-scratch.ts'
import { createSceneEvidence } from './weigh/scene-evidence.ts'

type Fields = Record<string, number | boolean | null | Float64Array | Uint8Array>
type Name = readonly [part: 'look' | 'evidence', field: string]

const PARTS = { look: createFrameLook(), evidence: createSceneEvidence() } as unknown as Readonly<
  Record<Name[0], Readonly<Fields>>
>
const NAMES: readonly Name[] = (['look', 'evidence'] as const).flatMap(part =>
  Object.keys(PARTS[part]).map(field => [part, field] as const)
)
const FIGURES = NAMES.filter(([part, field]) => PARTS[part][field] instanceof Float64Array)
const SCALARS = NAMES.filter(([part, field]) => typeof PARTS[part][field] !== 'object' || PARTS[part][field] === null)
const BOOLEANS = SCALARS.map(([part, field]) => typeof PARTS[part][field] === 'boolean')

/**
 * What the last frame of a camera showed and how that differed from its scene, 7 KB, so that a frame with the same bytes is
 * judged without its picture.
 */
export class ViewCopy {
  /** The figures of blocks, and behind them the differences to the background. */
  readonly #figures = new Float32Array((FIGURES.length + 1) * BLOCKS)
  /** The others; null is NaN. */
  readonly #scalars = new Float64Array(SCALARS.length)

  take(scratch: SceneScratch): void {
    const from = scratch as unknown as Record<Name[0], Fields>
    FIGURES.forEach(([part, field], i) => {
      this.#figures.set(from[part][field] as Float64Array, i * BLOCKS)
    })
    this.#figures.set(scratch.difference, FIGURES.length * BLOCKS)
    for (let i = 0; i < SCALARS.length; i++) {
      const [part, field] = SCALARS[i]!
      const value = from[part][field] as number | boolean | null
      this.#scalars[i] = value === null ? Number.NaN : Number(value)
    }
  }

  /**
   * Puts it back where it was, as what the next frame shows: nothing has changed since. The region of `partly-occluded` is
   * not a part of it: it is found anew.
   */
  giveAgain(scratch: SceneScratch): void {
    const to = scratch as unknown as Record<Name[0], Fields>
    FIGURES.forEach(([part, field], i) => {
      ;(to[part][field] as Float64Array).set(this.#figures.subarray(i * BLOCKS, (i + 1) * BLOCKS))
    })
    scratch.difference.set(this.#figures.subarray(FIGURES.length * BLOCKS))
    for (let i = 0; i < SCALARS.length; i++) {
      const [part, field] = SCALARS[i]!
      const value = this.#scalars[i]!
      if (BOOLEANS[i]) to[part][field] = value !== 0
      else to[part][field] = Number.isNaN(value) ? null : value
    }
    const { look } = scratch
    look.hasBefore = true
    look.grainLevels.fill(0)
    look.wholeGrainLevels = 0
    if (look.agreementBefore !== null) look.agreementBefore = 1
  }
}
