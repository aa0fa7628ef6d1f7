import type { FaultKind, FaultTiming } from '../../model/fault.ts'
import { type ReadyDetector, withItsLimits } from './detector.ts'
import { black } from './faults/black.ts'
import { bright } from './faults/bright.ts'
import { colourCast } from './faults/colour-cast.ts'
import { corrupted } from './faults/corrupted.ts'
import { defocused } from './faults/defocused.ts'
import { frozen } from './faults/frozen.ts'
import { lowContrast } from './faults/low-contrast.ts'
import { moved } from './faults/moved.ts'
import { noSignal } from './faults/no-signal.ts'
import { noise } from './faults/noise.ts'
import { occluded } from './faults/occluded.ts'
import { partlyOccluded } from './faults/partly-occluded.ts'
import { shaken } from './faults/shaken.ts'
import { stripes } from './faults/stripes.ts'
import { STREAM_GAP_TIMING } from './faults/stream-gap.ts'
import { UNDECODABLE_TIMING } from './faults/undecodable.ts'

/** Every fault that is judged from a picture, in the order in which they are looked for. */
export const DETECTORS: readonly ReadyDetector[] = [
  withItsLimits(noSignal),
  withItsLimits(black),
  withItsLimits(bright),
  withItsLimits(frozen),
  withItsLimits(stripes),
  withItsLimits(noise),
  withItsLimits(corrupted),
  withItsLimits(shaken),
  withItsLimits(moved),
  withItsLimits(occluded),
  withItsLimits(lowContrast),
  withItsLimits(partlyOccluded),
  withItsLimits(defocused),
  withItsLimits(colourCast)
]

/** How fast each fault is raised and cleared, also those that need no picture. */
export const FAULT_TIMINGS: ReadonlyMap<FaultKind, FaultTiming> = new Map<FaultKind, FaultTiming>([
  ['stream-gap', STREAM_GAP_TIMING],
  ['undecodable', UNDECODABLE_TIMING],
  ...DETECTORS.map(detector => [detector.id, detector] as const)
])
