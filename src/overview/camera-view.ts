import type { CameraStateName } from '../model/camera-state.ts'
import type { FaultKind } from '../model/fault.ts'
import type { NotJudged } from '../model/finding.ts'
import type { ToldFault } from '../model/incident.ts'

/** What is known of one camera now. Times in epoch ms, null where nothing is known. */
export interface CameraView {
  readonly stream: string
  readonly name: string
  readonly groups: readonly string[]
  readonly state: CameraStateName
  readonly sinceMs: number
  /** The main cause first. */
  readonly faults: readonly ToldFault[]
  readonly explained: readonly FaultKind[]
  readonly notJudged: readonly NotJudged[]
  /** Somebody has taken the incident of the main fault. */
  readonly acknowledged: boolean
  readonly incidentId: string | null
  readonly lastFrameAtMs: number | null
  readonly lagMs: number | null
  readonly framesPerSecond: number
  readonly analysedPerSecond: number
  readonly shape: readonly number[] | null
  /** 0..1 */
  readonly learnedRatio: number
  readonly measures: Readonly<Record<string, number>>
}
