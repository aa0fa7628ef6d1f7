import type { FaultKind } from './fault.ts'
import type { NotJudged } from './finding.ts'
import type { ToldFault } from './incident.ts'

/** What a camera is at one moment, the first that holds: `maintenance`, `off-schedule`, `waiting`, `faulty`, `learning`, `healthy`. */
export const CAMERA_STATES = ['healthy', 'learning', 'faulty', 'waiting', 'maintenance', 'off-schedule'] as const
export type CameraStateName = (typeof CAMERA_STATES)[number]

/** What a shard tells of one camera when its faults change, and once a second while there are any. */
export interface CameraReport {
  readonly stream: string
  /** By the service's clock, epoch ms. */
  readonly atMs: number
  /** When the frame that it is told by was added to its source, epoch ms; `atMs` where it is told by the lack of frames. */
  readonly frameMs: number
  readonly faults: readonly ToldFault[]
  readonly explained: readonly FaultKind[]
  readonly notJudged: readonly NotJudged[]
  readonly learning: boolean
  /** 0..1 */
  readonly learnedRatio: number
  /** False outside of its schedule: then nothing above was judged. */
  readonly judged: boolean
  /** `[height, width, channels]`, or null. */
  readonly shape: readonly number[] | null
}
