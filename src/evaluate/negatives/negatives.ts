import { dusk, exposure } from './exposure.ts'
import { presetTour, vibration } from './geometry.ts'
import { headlights } from './headlights.ts'
import { infraredSwitch } from './infrared-switch.ts'
import { largeVehicle } from './large-vehicle.ts'
import { lights } from './lights.ts'
import { negative, type Negative } from './negative.ts'
import { personClose } from './person-close.ts'
import { jitter, qualityChange, resolutionChange } from './stream.ts'
import { clouds, rain } from './weather.ts'

/** Nothing happens at all. */
export const plain = negative('plain', [{ id: 'plain', create: () => ({}) }], { lastsMs: [20_000, 30_000] })

/** A clock runs in the picture where there may have been none. */
export const clock = negative('clock', [{ id: 'clock', create: () => ({}) }])

/** All harmless events, each of which must raise nothing. */
export const NEGATIVES: readonly Negative[] = [
  plain,
  clock,
  headlights,
  lights,
  infraredSwitch,
  clouds,
  rain,
  largeVehicle,
  personClose,
  presetTour,
  vibration,
  exposure,
  dusk,
  resolutionChange,
  qualityChange,
  jitter
]
