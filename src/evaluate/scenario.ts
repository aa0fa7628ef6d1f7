import type { FaultKind } from '../model/fault.ts'

/** A fault for a time. */
export interface StagedFault {
  readonly kind: FaultKind
  readonly variant: string
  /** 0 mild .. 1 strong. */
  readonly strength: number
  readonly fromMs: number
  readonly untilMs: number
}

/** What is staged: a fault, a harmless event (named), or nothing at all. */
export type Staged =
  | ({ readonly type: 'fault' } & StagedFault)
  | {
      readonly type: 'negative'
      readonly name: string
      readonly variant: string
      readonly strength: number
      readonly fromMs: number
      readonly untilMs: number
    }

/** One camera from its first frame to its last: everything that its frames depend on. Times are ms since its first frame. */
export interface Scenario {
  readonly id: string
  readonly seed: string
  /** Ids of footage scenes: where the camera looks, and another place. */
  readonly scene: string
  readonly otherScene: string
  readonly staged: Staged
  /** A fault that is there from the very first frame on, or null. */
  readonly firstFault: StagedFault | null
  /** Alarms before this do not count: the camera is being learned while something goes on. */
  readonly countsFromMs: number
  readonly totalMs: number
  readonly fps: number
  readonly widthPx: number
  /** 1..100 */
  readonly jpegQuality: number
  /** Sensor noise at mid-grey, standard deviation in grey levels. */
  readonly noiseLevels: number
  /** The light swings by this share, once in the period. */
  readonly lightDrift: number
  readonly lightPeriodMs: number
  /** A clock is burnt into the picture. */
  readonly clock: boolean
  /** Epoch ms of the first frame. */
  readonly startMs: number
  /** Where in the footage it begins, ms. */
  readonly sceneOffsetMs: number
  /** The last frame before what is staged is kept to look at, too. */
  readonly showBefore?: boolean
}
