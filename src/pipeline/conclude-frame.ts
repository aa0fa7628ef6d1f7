import type { CameraSettings } from '../model/camera.ts'
import type { FaultKind } from '../model/fault.ts'
import { type Finding, isOldRule, type Verdict } from '../model/finding.ts'
import type { Measures } from '../model/measures.ts'
import type { SceneView } from './detect/detector.ts'
import { judge } from './detect/judge.ts'
import { explain, withoutExplained } from './incidents/causes.ts'
import type { FaultBoard } from './incidents/fault-board.ts'
import { withOwnTimings } from './own-timings.ts'

// What a camera shows that turns from one of its views to another.
const OF_A_TURN: readonly FaultKind[] = [
  'stripes',
  'noise',
  'corrupted',
  'moved',
  'occluded',
  'low-contrast',
  'partly-occluded',
  'shaken',
  'defocused',
  'colour-cast'
]

/** All that a frame with a picture is judged by, before any limit is looked at. */
export interface FrameEvidence {
  readonly measures: Measures
  /** Null when the picture is too small to be held against a scene. */
  readonly view: SceneView | null
  /** What the damaged frames around this one say, or null. */
  readonly damage: Finding | null
  /** True while frames of this camera break now and then. */
  readonly isBreaking: boolean
  /** True while the camera may be on its way from one of its views to another. */
  readonly isTurning: boolean
}

export interface Conclusion {
  /** Found in this frame, without what follows from another of them. */
  readonly causes: readonly Finding[]
  readonly verdict: Verdict
}

/** From a frame's evidence to what is told of the camera. @param board Of this camera; it takes the frame. */
export function concludeFrame(
  { measures, view, damage, isBreaking, isTurning }: FrameEvidence,
  settings: CameraSettings,
  board: FaultBoard,
  nowMs: number
): Conclusion {
  const { findings, notJudged, learning } = judge(measures, view, settings, board.raised)
  const proven = isTurning ? findings.filter(isNoTurn) : findings
  const seen = isBreaking ? proven.map(asDamage) : proven
  const causes = withOwnTimings(withoutExplained(damage === null ? seen : [damage, ...seen]), settings)
  return { causes, verdict: { ...explain(board.update(causes, nowMs)), notJudged, learning } }
}

/** Bit errors leave some frames whole and their blocks in other places: no camera shakes then. */
function asDamage(finding: Finding): Finding {
  return finding.kind === 'shaken' && !isOldRule(finding) ? { ...finding, kind: 'corrupted' } : finding
}

/** Rules that clients have set for themselves hold in any case. */
function isNoTurn(finding: Finding): boolean {
  return isOldRule(finding) || !OF_A_TURN.includes(finding.kind)
}
