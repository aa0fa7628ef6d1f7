import type { FaultTiming } from '../../../model/fault.ts'
import type { Finding } from '../../../model/finding.ts'
import type { FrameProblem } from '../../../model/frame.ts'

/** Old clients expect every frame that gives no picture to be told, and the next good one to be good. */
export const UNDECODABLE_TIMING: FaultTiming = { raiseAfterMs: 0, clearAfterMs: 0 }

/** The finding of a frame that gave no picture. It has no limit to cross: only a whole picture is judged. */
export function undecodable({ decodedShare }: FrameProblem): Finding {
  return {
    kind: 'undecodable',
    severity: Math.round((1 - decodedShare) * 100) / 100,
    measure: 'decoded share of the picture',
    value: decodedShare,
    limit: 1,
    reference: null,
    unit: 'ratio',
    mask: null
  }
}
