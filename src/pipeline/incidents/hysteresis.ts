import type { FaultTiming } from '../../model/fault.ts'
import type { Finding } from '../../model/finding.ts'

/** One fault of one camera in time. Replaced, never patched. All times are of the clock that `advance` is given. */
export type FaultState =
  | { readonly name: 'clear' }
  /** It shows, but not for long enough. */
  | { readonly name: 'pending'; readonly finding: Finding; readonly firstSeenMs: number }
  | { readonly name: 'raised'; readonly finding: Finding; readonly sinceMs: number; readonly lastSeenMs: number }
  /** It is raised and does not show, but not for long enough; keeps the last finding. */
  | { readonly name: 'clearing'; readonly finding: Finding; readonly sinceMs: number; readonly lastSeenMs: number }

export const CLEAR: FaultState = { name: 'clear' }

/**
 * The next state after one frame.
 *
 * @param finding What the detector found, null when all is well.
 * @param nowMs The frame's time. It may jump: going back starts the waiting time anew, so a fault is late by at most one
 *   waiting time and never stuck.
 */
export function advance(state: FaultState, finding: Finding | null, nowMs: number, timing: FaultTiming): FaultState {
  return finding === null ? advanceQuiet(state, nowMs, timing) : advanceFound(state, finding, nowMs, timing)
}

function advanceFound(state: FaultState, finding: Finding, nowMs: number, timing: FaultTiming): FaultState {
  if (state.name === 'raised' || state.name === 'clearing') {
    return { name: 'raised', finding, sinceMs: Math.min(state.sinceMs, nowMs), lastSeenMs: nowMs }
  }
  const firstSeenMs = state.name === 'pending' ? Math.min(state.firstSeenMs, nowMs) : nowMs
  if (nowMs - firstSeenMs < timing.raiseAfterMs) return { name: 'pending', finding, firstSeenMs }
  return { name: 'raised', finding, sinceMs: nowMs, lastSeenMs: nowMs }
}

function advanceQuiet(state: FaultState, nowMs: number, timing: FaultTiming): FaultState {
  if (state.name === 'clear' || state.name === 'pending') return CLEAR
  // Counted from the last frame that showed it, so that a camera of one frame a second does not hold it for another.
  const lastSeenMs = Math.min(state.lastSeenMs, nowMs)
  if (nowMs - lastSeenMs >= timing.clearAfterMs) return CLEAR
  return { name: 'clearing', finding: state.finding, sinceMs: Math.min(state.sinceMs, nowMs), lastSeenMs }
}
