import type { FaultKind } from '../../../../model/fault.ts'
import { FAULT_EVERY_SECONDS, type FaultSchedule } from './fault-schedule.ts'
import { carPark } from './scenes/car-park.ts'
import { gate } from './scenes/gate.ts'
import { lobby } from './scenes/lobby.ts'
import { motorway } from './scenes/motorway.ts'
import { platform } from './scenes/platform.ts'
import { playground } from './scenes/playground.ts'
import type { Scene } from './scenes/scene.ts'
import { shop } from './scenes/shop.ts'
import { street } from './scenes/street.ts'
import { warehouse } from './scenes/warehouse.ts'
import { yardNight } from './scenes/yard-night.ts'

export interface BuiltInCamera {
  readonly scene: Scene
  readonly schedule: FaultSchedule
}

/** Until the first fault of all, seconds. */
const FIRST_FAULT_AT_S = 6

/** Who shows which faults; every kind is shown by somebody, and each camera begins with one that needs no memory of it. */
const FAULTY: readonly (readonly [Scene, readonly FaultKind[]])[] = [
  [carPark, ['black', 'defocused', 'corrupted']],
  [shop, ['occluded', 'moved', 'no-signal']],
  [yardNight, ['shaken', 'stripes', 'black']],
  [gate, ['undecodable', 'frozen', 'occluded']],
  [warehouse, ['stream-gap', 'partly-occluded', 'shaken']],
  [motorway, ['shaken', 'low-contrast', 'undecodable']],
  [lobby, ['occluded', 'colour-cast', 'stream-gap']],
  [platform, ['black', 'bright', 'noise']],
  [playground, ['undecodable', 'noise', 'frozen']]
]

/** From one camera's fault to the next camera's, seconds: evenly over the time in which each has one. */
const STAGGER_S = FAULT_EVERY_SECONDS / FAULTY.length

/** The cameras that the service brings along. The street is always healthy, so that there is one to compare with. */
export const BUILT_IN_CAMERAS: readonly BuiltInCamera[] = [
  { scene: street, schedule: { firstAtSeconds: 0, kinds: [] } },
  ...FAULTY.map(([scene, kinds], i) => ({
    scene,
    schedule: { firstAtSeconds: FIRST_FAULT_AT_S + STAGGER_S * i, kinds }
  }))
]
