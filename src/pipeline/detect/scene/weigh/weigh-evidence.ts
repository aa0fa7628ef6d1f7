import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { weighColour, weighMode, weighTint } from './weigh-colour.ts'
import { weighDeadBlocks, weighDetail, weighExplained, weighGradients } from './weigh-detail.ts'
import { weighEdges } from './weigh-edges.ts'
import { weighFill } from './weigh-fill.ts'
import { weighDifference, weighLight, weighSaturation } from './weigh-light.ts'
import { weighShift } from './weigh-shift.ts'

/** Holds the frame that `takeLook` has taken against what the scene usually looks like. */
export function weighEvidence(scratch: SceneScratch, reference: SceneReference): void {
  scratch.evidence.known = true
  weighEdges(scratch, reference)
  weighLight(scratch.look, reference, scratch.evidence)
  scratch.evidence.darkestSwingLevels = reference.darkestSwingLevels
  weighDifference(scratch, reference)
  weighDetail(scratch, reference)
  weighGradients(scratch, reference)
  weighSaturation(scratch, reference)
  weighColour(scratch, reference, scratch.evidence)
  weighTint(scratch)
  weighMode(scratch, reference)
  weighDeadBlocks(scratch, reference)
  weighExplained(scratch)
  weighFill(scratch, reference)
  weighShift(scratch, reference)
}
