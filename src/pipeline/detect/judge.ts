import type { CameraSettings } from '../../model/camera.ts'
import type { FaultKind } from '../../model/fault.ts'
import type { Finding, NotJudged } from '../../model/finding.ts'
import type { Measures } from '../../model/measures.ts'
import type { ReadyDetector } from './detector.ts'
import { DETECTORS } from './registry.ts'

/** What the detectors say of one frame, before time and cause are looked at. */
export interface Judgement {
  readonly findings: readonly Finding[]
  readonly notJudged: readonly NotJudged[]
  /** True while a detector's memory of the camera is too young; none of today's detectors keeps one. */
  readonly learning: boolean
}

/**
 * Asks every detector.
 *
 * @param raised Faults that are raised on this camera now; their detectors apply their lower limits.
 */
export function judge(
  measures: Measures,
  settings: CameraSettings,
  raised: ReadonlySet<FaultKind>,
  detectors: readonly ReadyDetector[] = DETECTORS
): Judgement {
  const findings: Finding[] = []
  const notJudged: NotJudged[] = []
  for (const detector of detectors) {
    const opinion = detector.evaluate({ measures, settings, raised: raised.has(detector.id) })
    if (opinion === null) continue
    if ('notJudged' in opinion) notJudged.push({ kind: detector.id, reason: opinion.notJudged })
    else findings.push({ kind: detector.id, ...opinion })
  }
  return { findings, notJudged, learning: false }
}
