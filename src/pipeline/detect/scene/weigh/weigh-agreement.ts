import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'

/** How well the frame fits the one before, over how well frames of this scene usually do. */
export function weighAgreement({ look, evidence }: SceneScratch, reference: SceneReference): void {
  if (look.agreementBefore === null) return
  evidence.agreement = look.agreementBefore / Math.max(0.3, reference.agreementBefore || 0.9)
}
