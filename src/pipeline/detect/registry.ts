import type { FaultKind, FaultTiming } from '../../model/fault.ts'
import { type ReadyDetector, withItsLimits } from './detector.ts'
import { black } from './faults/black.ts'
import { occluded } from './faults/occluded.ts'
import { shaken } from './faults/shaken.ts'
import { STREAM_GAP_TIMING } from './faults/stream-gap.ts'
import { UNDECODABLE_TIMING } from './faults/undecodable.ts'

/** Every fault that is judged from a picture, in the order in which they are looked for. */
export const DETECTORS: readonly ReadyDetector[] = [
  withItsLimits(black),
  withItsLimits(occluded),
  withItsLimits(shaken)
]

/** How fast each fault is raised and cleared, also those that need no picture. */
export const FAULT_TIMINGS: ReadonlyMap<FaultKind, FaultTiming> = new Map<FaultKind, FaultTiming>([
  ['stream-gap', STREAM_GAP_TIMING],
  ['undecodable', UNDECODABLE_TIMING],
  ...DETECTORS.map(detector => [detector.id, detector] as const)
])
