import type { CameraSettings } from '../model/camera.ts'
import type { FaultKind, FaultTiming } from '../model/fault.ts'
import type { FaultMessage } from '../model/result-message.ts'

/** One way to set the judge up; several may watch the same frames. */
export interface Trial {
  readonly name: string
  readonly settings: CameraSettings
  /** How fast kinds are raised and cleared, where it differs; only for trials that judge what another has seen. */
  readonly timings?: readonly (readonly [FaultKind, FaultTiming])[]
}

/** What the service said; it holds until the next report. Only what differs from the report before is kept. */
export interface Report {
  /** Since the first frame, ms. */
  readonly atMs: number
  /** Raised faults, the main one first; empty for Normal. */
  readonly kinds: readonly FaultKind[]
}

/** A frame that is worth a look, with what was said of it. */
export interface Exhibit {
  readonly atMs: number
  readonly reason: 'before' | 'middle' | 'alarm'
  readonly jpeg: Uint8Array
  readonly state: string
  readonly faults: readonly FaultMessage[]
  readonly explained: readonly string[]
  readonly learning: boolean
  readonly notJudged: readonly { readonly kind: string; readonly reason: string }[]
}

/** How one trial judged one scenario. */
export interface Judged {
  readonly trial: string
  readonly reports: readonly Report[]
  readonly results: number
  /** Of the first trial only. */
  readonly exhibits: readonly Exhibit[]
}
