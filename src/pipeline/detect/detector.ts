import type { CameraSettings } from '../../model/camera.ts'
import type { FaultKind } from '../../model/fault.ts'
import type { Finding } from '../../model/finding.ts'
import type { Measures } from '../../model/measures.ts'

/** What a detector may look at. */
export interface Evidence {
  readonly measures: Measures
  readonly settings: CameraSettings
  /** True while this fault is raised: the detector then holds the measure against its lower limit, so it does not flap. */
  readonly raised: boolean
}

/** What a detector says about one frame: a finding, nothing (`null`: all is well), or why it cannot say. */
export type Opinion = Omit<Finding, 'kind'> | { readonly notJudged: string } | null

/** One fault and how it is recognised. File name = id = value on the wire. */
export interface Detector<Limits> {
  readonly id: FaultKind
  readonly title: string
  /** Measures it reads. */
  readonly needs: readonly (keyof Measures)[]
  readonly limits: Limits
  /** How long the measure must be over its limit before the fault is raised, and under it before it is cleared, ms. */
  readonly raiseAfterMs: number
  readonly clearAfterMs: number
  evaluate(evidence: Evidence, limits: Limits): Opinion
}
