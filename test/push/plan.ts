import type { CameraPlan } from '../../src/push/camera-plan.ts'
import { makePlan } from '../../src/push/make-plan.ts'
import type { CameraOptions } from '../../src/push/push-schema.ts'

/** A plan as a list of cameras gives it. */
export function planOf(source: string, kind: CameraPlan['kind'], options: CameraOptions = {}): CameraPlan {
  return makePlan({ source, ...options }, { stream: 'gate', kind, defaults: {}, secrets: [] })
}
