import type { FaultTiming } from '../../model/fault.ts'
import type { Finding } from '../../model/finding.ts'

/** One fault of one camera in time. Replaced, never patched. All times are of the clock that `advance` is given. */
export type FaultState =
  | { readonly name: 'clear' }
  /** It shows, but not for long enough: `heldMs` grows while it does, and shrinks while it does not. */
  | { readonly name: 'pending'; readonly finding: Finding; readonly heldMs: number }
  | { readonly name: 'raised'; readonly finding: Finding; readonly sinceMs: number; readonly lastSeenMs: number }
  /** It is raised and does not show, but not for long enough; keeps the last finding. */
  | { readonly name: 'clearing'; readonly finding: Finding; readonly sinceMs: number; readonly lastSeenMs: number }

export const CLEAR: FaultState = { name: 'clear' }

// A single frame says little, however long ago the one before was: it counts for at most this share of the waiting time.
const MOST_OF_FIRST_FRAME = 0.5

/**
 * The next state after one frame.
 *
 * @param finding What the detector found, null when all is well.
 * @param nowMs The frame's time. It may jump: going back does not end a fault.
 * @param elapsedMs Time since the frame before, as far as it counts, >= 0.
 */
export function advance(
  state: FaultState,
  finding: Finding | null,
  nowMs: number,
  timing: FaultTiming,
  elapsedMs: number
): FaultState {
  const own = finding?.timing ?? timing
  if (finding !== null) return advanceFound(state, finding, nowMs, own, elapsedMs)
  if (state.name === 'clear') return CLEAR
  if (state.name === 'pending') {
    const heldMs = state.heldMs - elapsedMs
    return heldMs <= 0 ? CLEAR : { ...state, heldMs }
  }
  const clearAfterMs = (state.finding.timing ?? timing).clearAfterMs
  // Counted from the last frame that showed it, so that a camera of one frame a second does not hold it for another.
  const lastSeenMs = Math.min(state.lastSeenMs, nowMs)
  if (nowMs - lastSeenMs >= clearAfterMs) return CLEAR
  return { name: 'clearing', finding: state.finding, sinceMs: Math.min(state.sinceMs, nowMs), lastSeenMs }
}

function advanceFound(
  state: FaultState,
  finding: Finding,
  nowMs: number,
  { raiseAfterMs }: FaultTiming,
  elapsedMs: number
): FaultState {
  if (state.name === 'raised' || state.name === 'clearing') {
    return { name: 'raised', finding, sinceMs: Math.min(state.sinceMs, nowMs), lastSeenMs: nowMs }
  }
  const first = Math.min(elapsedMs, raiseAfterMs * MOST_OF_FIRST_FRAME)
  const heldMs = state.name === 'pending' ? state.heldMs + elapsedMs : first
  if (heldMs < raiseAfterMs) return { name: 'pending', finding, heldMs }
  return { name: 'raised', finding, sinceMs: nowMs, lastSeenMs: nowMs }
}
