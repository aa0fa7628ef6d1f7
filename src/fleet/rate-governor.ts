export interface RateInput {
  /** Share of its time for which the busiest shard worked, 0..1. */
  readonly busyRatio: number
  /** Frames dropped by overload since the last look. */
  readonly drops: number
  /** Whether some other member could take slots: then they move, and every camera keeps its rate. */
  readonly hasRoomElsewhere: boolean
  /** Frames per second of the fastest camera; above it a limit means nothing. */
  readonly fastestFps: number
  /** No camera is analysed more seldom; from `fastestFps` on there is no limit at all. */
  readonly leastFps: number
}

/** Replaced with every look; `NO_LIMIT` to begin with. */
export interface RateState {
  /** Most frames per second that are analysed of any camera; null: all of them. */
  readonly limitFps: number | null
  /** When it was overloaded without a break since, ms; null when it is not. */
  readonly fullSinceMs: number | null
}

export const NO_LIMIT: RateState = { limitFps: null, fullSinceMs: null }

const FULL_BUSY = 0.92
const FREE_BUSY = 0.75
const CUT = 0.85
/** Added in a look while there is room, of the fastest camera's rate. */
const RAISE_SHARE = 0.03
/** A member that starts, or takes a dead one's cameras over, is full for a moment: that costs some frames, and no rate, ms. */
const SPIKE_MS = 15_000
/** So long slots have time to move to where there is room, ms. */
const PATIENCE_MS = 60_000

/**
 * How often each camera is analysed while a member is full: one limit for all of its cameras, so the fastest give first
 * and none starves. It goes down by a factor while the member is full and nobody has room, and up by small steps when it
 * is free again, which settles near the most that the member can do (AIMD). Looks are about 5 s apart.
 *
 * @see Chiu and Jain, "Analysis of the increase and decrease algorithms for congestion avoidance", 1989
 */
export function governRate(state: RateState, input: RateInput, nowMs: number): RateState {
  const { busyRatio, drops, hasRoomElsewhere, fastestFps, leastFps } = input
  if (busyRatio >= FULL_BUSY || drops > 0) {
    const fullSinceMs = state.fullSinceMs ?? nowMs
    const patienceMs = hasRoomElsewhere ? PATIENCE_MS : SPIKE_MS
    if (nowMs - fullSinceMs < patienceMs) return { limitFps: state.limitFps, fullSinceMs }
    const limitFps = Math.max(leastFps, Math.min(state.limitFps ?? fastestFps, fastestFps) * CUT)
    return { limitFps: limitFps < fastestFps ? limitFps : null, fullSinceMs }
  }
  if (state.limitFps === null || busyRatio > FREE_BUSY) return { limitFps: state.limitFps, fullSinceMs: null }
  const limitFps = state.limitFps + RAISE_SHARE * fastestFps
  return { limitFps: limitFps >= fastestFps ? null : limitFps, fullSinceMs: null }
}
