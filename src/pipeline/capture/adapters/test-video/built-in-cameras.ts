import type { FaultSchedule } from './fault-schedule.ts'
import type { Scene } from './scenes/scene.ts'
import { street } from './scenes/street.ts'

export interface BuiltInCamera {
  readonly scene: Scene
  readonly schedule: FaultSchedule
}

/** Seconds until the first camera's first fault, and from one camera's fault to the next camera's. */
const FIRST_FAULT_AT_S = 6
const STAGGER_S = 5

const FAULTY: readonly Omit<BuiltInCamera, 'schedule'>[] = []

/** The cameras that the service brings along. The street is always healthy, so that there is one to compare with. */
export const BUILT_IN_CAMERAS: readonly BuiltInCamera[] = [
  { scene: street, schedule: { firstAtSeconds: FIRST_FAULT_AT_S + STAGGER_S * FAULTY.length, kinds: [] } }
]
