import type { CameraSettings } from '../../model/camera.ts'
import type { FaultKind, FaultTiming } from '../../model/fault.ts'
import type { Finding } from '../../model/finding.ts'
import type { Measures } from '../../model/measures.ts'
import type { FrameLook } from './scene/frame/frame-look.ts'
import type { SceneEvidence } from './scene/weigh/scene-evidence.ts'

/** What a detector may look at. */
export interface Evidence {
  readonly measures: Measures
  readonly settings: CameraSettings
  /** True while this fault is raised: the detector then holds the measure against its lower limit, so it does not flap. */
  readonly raised: boolean
  /** What the frame shows, and how that differs from what the camera usually shows; null when the picture is too small. */
  readonly scene: Readonly<SceneView> | null
  /** How much nearer its limit is than usual: over 1 finds more, under 1 less. */
  readonly ease: number
}

export interface SceneView {
  readonly look: Readonly<FrameLook>
  readonly against: Readonly<SceneEvidence>
}

/** What a detector says about one frame: a finding, nothing (`null`: all is well), or why it cannot say. */
export type Opinion = Omit<Finding, 'kind'> | { readonly notJudged: string } | null

/** One fault and how it is recognised. File name = id = value on the wire. */
export interface Detector<Limits> extends FaultTiming {
  readonly id: FaultKind
  readonly title: string
  /** Measures it reads. */
  readonly needs: readonly (keyof Measures | keyof FrameLook | keyof SceneEvidence)[]
  readonly limits: Limits
  evaluate(evidence: Evidence, limits: Limits): Opinion
}

/** A detector with its limits filled in, so that detectors of different limits fit into one list. */
export interface ReadyDetector extends FaultTiming {
  readonly id: FaultKind
  readonly title: string
  /** Names of its limits, which a client may set, and their defaults. */
  readonly limits: Readonly<Record<string, number>>
  evaluate(evidence: Evidence): Opinion
}

/** Fills a detector's limits in: its own, or those that a client has set for it. */
export function withItsLimits<Limits extends Readonly<Record<keyof Limits, number>>>(
  detector: Detector<Limits>
): ReadyDetector {
  const { id, title, raiseAfterMs, clearAfterMs, limits } = detector
  // Those of one camera after the other: put together anew for every frame, they would cost more than the decision.
  const put = new WeakMap<object, Limits>()
  const withOwn = (own: Readonly<Record<string, number>>): Limits => {
    const known = put.get(own) ?? { ...limits, ...own }
    put.set(own, known)
    return known
  }
  return {
    id,
    title,
    raiseAfterMs,
    clearAfterMs,
    limits,
    evaluate: evidence => {
      const own = evidence.settings.faults?.[id]?.limits
      return detector.evaluate(evidence, own === undefined ? limits : withOwn(own))
    }
  }
}
