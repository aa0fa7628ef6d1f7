import type { FaultKind, FaultTiming } from './fault.ts'

/** What a detector found in one frame: the measure that crossed its limit. */
export interface Finding {
  readonly kind: FaultKind
  /** 0 (at the limit) .. 1 (as bad as it gets). */
  readonly severity: number
  /** Name of the measure, e.g. `mean luma`. */
  readonly measure: string
  readonly value: number
  readonly limit: number
  /** What the value was held against, null when it was held against the limit alone. */
  readonly reference: number | null
  readonly unit: string
  /** 16 x 9 grid, 144 characters of `0`/`1`, row-major; null for faults that have no place. */
  readonly mask: string | null
  /** How fast this finding is raised and cleared, where it is not as fast as its kind usually is. */
  readonly timing?: FaultTiming
}

/** A rule that a client has set for itself, of the old service: what it finds is told at once and in any case. */
export function isOldRule({ timing }: Finding): boolean {
  return timing?.raiseAfterMs === 0
}

/** A finding that has lasted long enough to be told. */
export interface RaisedFault extends Finding {
  /** When it was raised, epoch ms by the frames' clock. */
  readonly sinceMs: number
}

/** A fault that could not be judged on this frame, and why. */
export interface NotJudged {
  readonly kind: FaultKind
  readonly reason: string
}

/** The judgement on one camera at one moment. */
export interface Verdict {
  /** Faults raised now, the main cause first; empty when all is well. */
  readonly faults: readonly RaisedFault[]
  /** Kinds that are up too, but explained away by the main cause. */
  readonly explained: readonly FaultKind[]
  readonly notJudged: readonly NotJudged[]
  /** True while the camera's memory is too young for faults that need it. */
  readonly learning: boolean
}
