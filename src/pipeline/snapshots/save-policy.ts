import type { SaveReason } from '../../model/result-message.ts'

export type SaveMode = 'all' | 'abnormal' | 'sample' | 'none'

export interface SavePolicy {
  readonly mode: SaveMode
  /** Frames stored a second and stream in mode `sample`, > 0. */
  readonly sampleFps: number
}

/** What mode `sample` remembers of one stream: when the next frame is due, epoch ms; null before the first. */
export type SampleDue = number | null

export interface SaveDecision {
  /** Why the frame is stored, null when it is not. */
  readonly reason: SaveReason | null
  readonly due: SampleDue
}

/**
 * Decides whether one analysed frame is stored.
 *
 * @param due What the decision on the stream's frame before gave; null for the first frame.
 * @param timeMs The frame's time, epoch ms; may jump in both directions.
 */
export function decideSave(policy: SavePolicy, due: SampleDue, timeMs: number, abnormal: boolean): SaveDecision {
  switch (policy.mode) {
    case 'none':
      return { reason: null, due }
    case 'all':
      return { reason: 'all', due }
    case 'abnormal':
      return { reason: abnormal ? 'abnormal' : null, due }
    case 'sample':
      return sample(1000 / policy.sampleFps, due, timeMs)
  }
}

function sample(intervalMs: number, due: SampleDue, timeMs: number): SaveDecision {
  // The clock was set back: waiting until it reaches the old time could take hours.
  const clockWentBack = due !== null && timeMs < due - 2 * intervalMs
  if (due !== null && timeMs < due && !clockWentBack) return { reason: null, due }
  // Counted on from when it was due, so that 3 of 10 frames a second are 3 and not 2; not after a pause, or the missed
  // ones would be made up for in a burst.
  const onTime = due !== null && !clockWentBack && timeMs - due < intervalMs
  return { reason: 'sample', due: (onTime ? due : timeMs) + intervalMs }
}
