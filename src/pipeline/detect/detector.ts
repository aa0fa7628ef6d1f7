import type { CameraSettings } from '../../model/camera.ts'
import type { FaultKind, FaultTiming } from '../../model/fault.ts'
import type { Finding } from '../../model/finding.ts'
import type { Measures } from '../../model/measures.ts'

/** What a detector may look at. */
interface Evidence {
  readonly measures: Measures
  readonly settings: CameraSettings
  /** True while this fault is raised: the detector then holds the measure against its lower limit, so it does not flap. */
  readonly raised: boolean
}

/** What a detector says about one frame: a finding, nothing (`null`: all is well), or why it cannot say. */
type Opinion = Omit<Finding, 'kind'> | { readonly notJudged: string } | null

/** One fault and how it is recognised. File name = id = value on the wire. */
export interface Detector<Limits> extends FaultTiming {
  readonly id: FaultKind
  readonly title: string
  /** Measures it reads. */
  readonly needs: readonly (keyof Measures)[]
  readonly limits: Limits
  evaluate(evidence: Evidence, limits: Limits): Opinion
}

/** A detector with its limits filled in, so that detectors of different limits fit into one list. */
export interface ReadyDetector extends FaultTiming {
  readonly id: FaultKind
  readonly title: string
  evaluate(evidence: Evidence): Opinion
}

/** Fills a detector's own limits in. */
export function withItsLimits<Limits>(detector: Detector<Limits>): ReadyDetector {
  const { id, title, raiseAfterMs, clearAfterMs, limits } = detector
  return { id, title, raiseAfterMs, clearAfterMs, evaluate: evidence => detector.evaluate(evidence, limits) }
}
