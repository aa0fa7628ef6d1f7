import type { FaultKind } from '../../../../model/fault.ts'

/** The faults of one camera: healthy at first, then one fault after the other with healthy times between, for ever. */
export interface FaultSchedule {
  /** Begin of the first fault after the start of the camera, seconds. */
  readonly firstAtSeconds: number
  /** In the order in which they come; empty for a camera that is always healthy. */
  readonly kinds: readonly FaultKind[]
}

/** How long each fault lasts, and from the begin of one to the begin of the next, seconds: a quarter of the time. */
export const FAULT_SECONDS = 12
export const FAULT_EVERY_SECONDS = 48

export interface StagedFault {
  readonly kind: FaultKind
  /** How much of the fault has passed, 0..1. */
  readonly progress: number
  /** Begin of it, seconds after the start of the camera. */
  readonly startedAtSeconds: number
}

/** The fault that is staged at a time, or null. */
export function faultAt(schedule: FaultSchedule, seconds: number): StagedFault | null {
  const since = seconds - schedule.firstAtSeconds
  const count = Math.floor(since / FAULT_EVERY_SECONDS)
  const within = since - count * FAULT_EVERY_SECONDS
  const kind = schedule.kinds[count % schedule.kinds.length]
  if (since < 0 || kind === undefined || within >= FAULT_SECONDS) return null
  return { kind, progress: within / FAULT_SECONDS, startedAtSeconds: seconds - within }
}

/** The next fault that begins after a time, or null when none will come. */
export function nextFault(schedule: FaultSchedule, seconds: number): { kind: FaultKind; atSeconds: number } | null {
  const count = Math.max(0, Math.floor((seconds - schedule.firstAtSeconds) / FAULT_EVERY_SECONDS) + 1)
  const kind = schedule.kinds[count % schedule.kinds.length]
  return kind === undefined ? null : { kind, atSeconds: schedule.firstAtSeconds + count * FAULT_EVERY_SECONDS }
}
