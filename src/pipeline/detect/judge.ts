import type { CameraSettings, Sensitivity } from '../../model/camera.ts'
import type { FaultKind } from '../../model/fault.ts'
import type { Finding, NotJudged } from '../../model/finding.ts'
import type { Measures } from '../../model/measures.ts'
import type { ReadyDetector, SceneView } from './detector.ts'
import { DETECTORS } from './registry.ts'

/** What the detectors say of one frame, before time and cause are looked at. */
export interface Judgement {
  readonly findings: readonly Finding[]
  readonly notJudged: readonly NotJudged[]
  /** True while the camera's memory of its scene is too young. */
  readonly learning: boolean
}

// How much nearer its limit a fault is found. docs/limits.md#sensitivity
const EASE: Readonly<Record<Exclude<Sensitivity, 'off'>, number>> = { low: 0.75, normal: 1, high: 1.3 }

/**
 * Asks every detector.
 *
 * @param scene What `SceneWatch` makes of the frame; null when the picture is too small.
 * @param raised Faults that are raised on this camera now; their detectors apply their lower limits.
 */
export function judge(
  measures: Measures,
  scene: SceneView | null,
  settings: CameraSettings,
  raised: ReadonlySet<FaultKind>,
  detectors: readonly ReadyDetector[] = DETECTORS
): Judgement {
  const findings: Finding[] = []
  const notJudged: NotJudged[] = []
  // One for all of them, none of which keeps it.
  const evidence = { measures, settings, raised: false, scene, ease: EASE.normal }
  for (const detector of detectors) {
    const sensitivity = settings.faults?.[detector.id]?.sensitivity ?? 'normal'
    if (sensitivity === 'off') continue
    evidence.raised = raised.has(detector.id)
    evidence.ease = EASE[sensitivity]
    const opinion = detector.evaluate(evidence)
    if (opinion === null) continue
    if ('notJudged' in opinion) notJudged.push({ kind: detector.id, reason: opinion.notJudged })
    else findings.push({ kind: detector.id, ...opinion })
  }
  return { findings, notJudged, learning: scene !== null && !scene.against.known }
}
