import type { Sensitivity } from './camera.ts'
import type { FaultKind } from './fault.ts'

export const MASKS_MAX = 20
export const MASK_POINTS_MIN = 3
export const MASK_POINTS_MAX = 64
export const SCHEDULE_MAX = 50

/** A part of the picture that is not judged: corners of a polygon, shares 0..1 of width and height from the upper left. */
export interface PictureMask {
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly name?: string
}

/** Hours that are not judged. Wall clock of the service's time zone. */
export interface ScheduleEntry {
  /** Days on which it begins; 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[]
  /** `HH:MM`, 00:00 to 24:00. */
  readonly from: string
  /** `HH:MM`; not after `from` means on the next day. */
  readonly to: string
}

/** How one kind of fault is judged on one camera. What is left out is as in the subscription, or as usual. */
export interface ProfileFault {
  readonly sensitivity?: Sensitivity
  readonly raiseAfterS?: number
  readonly clearAfterS?: number
  readonly limits?: Readonly<Record<string, number>>
}

/** What people have set for one camera through the API. It outlives subscriptions and restarts. */
export interface CameraProfile {
  /** Display name; null shows the name of the stream. */
  readonly name: string | null
  /** Empty takes the part of the stream's name before the first `/`. */
  readonly groups: readonly string[]
  readonly faults: Readonly<Partial<Record<FaultKind, ProfileFault>>>
  readonly masks: readonly PictureMask[]
  readonly schedule: readonly ScheduleEntry[]
  /** Judged, but silent until then, epoch ms. */
  readonly maintenanceUntilMs: number | null
  readonly maintenanceNote: string | null
  /** Without frames after so long, s; null takes STREAM_GAP_MS. */
  readonly gapLimitS: number | null
  /** Most frames that are judged, frames/s; null takes ANALYSIS_MAX_FPS. */
  readonly analysisMaxFps: number | null
}

export const EMPTY_PROFILE: CameraProfile = {
  name: null,
  groups: [],
  faults: {},
  masks: [],
  schedule: [],
  maintenanceUntilMs: null,
  maintenanceNote: null,
  gapLimitS: null,
  analysisMaxFps: null
}

/** The camera's groups: those that were set, or the part of its name before the first `/`. */
export function groupsOf(stream: string, profile: CameraProfile): readonly string[] {
  if (profile.groups.length > 0) return profile.groups
  const slash = stream.indexOf('/')
  return slash > 0 ? [stream.slice(0, slash)] : []
}
