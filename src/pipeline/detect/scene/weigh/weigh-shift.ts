import type { SceneReference } from '../learned/scene-reference.ts'
import type { ShiftFinding } from '../patterns/whole-shift.ts'
import type { SceneScratch } from '../scene-scratch.ts'

/** Costs as much as the rest together, so it is looked for only when this share of the edges is gone. */
const MIN_DEAD_RATIO = 0.15
/** Scratch. */
const found: ShiftFinding = { acrossRatio: 0, downRatio: 0, confidence: 0 }

/** By how much the picture as a whole has moved, where its edges are not where they were. */
export function weighShift({ kernels, evidence, shift }: SceneScratch, reference: SceneReference): void {
  evidence.shiftAcrossRatio = evidence.shiftDownRatio = evidence.shiftConfidence = 0
  if (evidence.deadRatio < MIN_DEAD_RATIO) return
  shift.find(kernels, reference, found)
  evidence.shiftAcrossRatio = found.acrossRatio
  evidence.shiftDownRatio = found.downRatio
  evidence.shiftConfidence = found.confidence
}
