import type { LookSize } from '../../../../kernels/look-size.ts'
import { holdAgainst } from '../frame/take-look.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { weighEvidence } from './weigh-evidence.ts'

/** Holds the frame that `takeLook` has taken against another reference than the one it was taken for. */
export function weighAgainst(size: LookSize, reference: SceneReference, scratch: SceneScratch): void {
  holdAgainst(size, reference, scratch)
  weighEvidence(scratch, reference)
}
