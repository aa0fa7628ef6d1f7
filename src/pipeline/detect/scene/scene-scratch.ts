import { BLOCKS } from '../../../kernels/block-grid.ts'
import { type ColourSums, createColourSums } from '../../../kernels/colour-sums.ts'
import type { DifferenceQuantiles } from '../../../kernels/difference-quantiles.ts'
import type { KernelMemory } from '../../../kernels/kernel-memory.ts'
import { createSceneSums, type SceneSums } from '../../../kernels/scene-sums.ts'
import { createFrameLook, type FrameLook } from './frame/frame-look.ts'
import { BandPattern } from './patterns/band-pattern.ts'
import { StripePattern } from './patterns/stripe-pattern.ts'
import { WholeShift } from './patterns/whole-shift.ts'
import { createSceneEvidence, type SceneEvidence } from './weigh/scene-evidence.ts'

/** What scenes are judged in; one for a thread, written by every frame of every camera. */
export interface SceneScratch {
  readonly kernels: KernelMemory
  readonly look: FrameLook
  readonly evidence: SceneEvidence
  readonly sums: SceneSums
  readonly colours: ColourSums
  readonly grain: Float64Array
  /** Pixels of each block of the small picture. */
  readonly pixels: Float64Array
  /** Of each block: mean difference to the background under today's light, grey levels. */
  readonly difference: Float64Array
  /** Between two frames' spots. */
  readonly spotChange: DifferenceQuantiles
  /** Values to take quantiles of. */
  readonly sorted: Float64Array
  readonly stripes: StripePattern
  readonly bands: BandPattern
  readonly shift: WholeShift
  /** Blocks of the camera that is judged now which are not to testify: 1 for each, or null for none. */
  masked: Uint8Array | null
}

export function createSceneScratch(kernels: KernelMemory): SceneScratch {
  return {
    kernels,
    look: createFrameLook(),
    evidence: createSceneEvidence(),
    sums: createSceneSums(),
    colours: createColourSums(),
    grain: new Float64Array(BLOCKS),
    pixels: new Float64Array(BLOCKS),
    difference: new Float64Array(BLOCKS),
    spotChange: { medianLevels: 0, highLevels: 0 },
    sorted: new Float64Array(BLOCKS),
    stripes: new StripePattern(),
    bands: new BandPattern(),
    shift: new WholeShift(),
    masked: null
  }
}
