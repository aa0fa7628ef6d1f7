import type { FaultTiming } from '../../../model/fault.ts'
import type { Finding } from '../../../model/finding.ts'
import { severity } from '../severity.ts'

/** The silence itself is the waiting time, and the first frame ends it. */
export const STREAM_GAP_TIMING: FaultTiming = { raiseAfterMs: 0, clearAfterMs: 0 }

const LIMITS = {
  // A camera of one frame in ten seconds is not silent after two. docs/limits.md#stream-gap
  usualIntervals: 5,
  // Silent for so many times its limit, a camera is as gone as it gets. docs/limits.md#stream-gap
  worstTimesLimit: 10
}

/**
 * How long a camera may be silent.
 *
 * @param minGapMs STREAM_GAP_MS.
 * @param usualIntervalMs Usual time between two of its frames; null when it is not known yet.
 */
export function streamGapLimitMs(minGapMs: number, usualIntervalMs: number | null): number {
  return Math.max(minGapMs, LIMITS.usualIntervals * (usualIntervalMs ?? 0))
}

/**
 * @param silenceMs Time since the camera's last frame.
 * @param limitMs From `streamGapLimitMs`, or FIRST_FRAME_MS for a camera that has sent none yet.
 * @param usualIntervalMs What the limit was made from; null when it is not known.
 */
export function streamGap(silenceMs: number, limitMs: number, usualIntervalMs: number | null): Finding | null {
  // Written so that NaN is no finding.
  if (!(silenceMs >= limitMs)) return null
  return {
    kind: 'stream-gap',
    severity: severity(silenceMs, limitMs, limitMs * LIMITS.worstTimesLimit),
    measure: 'time without a frame',
    value: silenceMs,
    limit: limitMs,
    reference: usualIntervalMs,
    unit: 'ms',
    mask: null
  }
}
