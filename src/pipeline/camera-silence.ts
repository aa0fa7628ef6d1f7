import type { Finding } from '../model/finding.ts'
import { streamGap, streamGapLimitMs } from './detect/faults/stream-gap.ts'
import { FrameInterval } from './detect/frame-interval.ts'

export interface SilenceLimits {
  /** For a camera that sends. */
  readonly streamGapMs: number
  /** For one that has sent nothing yet. */
  readonly firstFrameMs: number
  /** Set for this camera: holds as it is. Null: what is usual for it counts. */
  readonly ownGapMs: number | null
}

const REMINDER_MS = 1000

/** Notices when one camera sends no frames: once when it falls silent, then once a second. */
export class CameraSilence {
  readonly #interval = new FrameInterval()
  #subscribedAtMs: number
  #lastArrivalMs: number | null = null
  #toldMs = 0

  constructor(subscribedAtMs: number) {
    this.#subscribedAtMs = subscribedAtMs
  }

  arrived(atMs: number): void {
    this.#interval.record(atMs)
    this.#lastArrivalMs = atMs
  }

  /** The clock was set: what was noted by it before is moved along, so that silence lasts as long as it did. */
  clockSet(stepMs: number, nowMs: number): void {
    const moved = (atMs: number) => (stepMs < 0 && atMs <= nowMs ? atMs : Math.min(atMs + stepMs, nowMs))
    this.#subscribedAtMs = moved(this.#subscribedAtMs)
    this.#toldMs = moved(this.#toldMs)
    if (this.#lastArrivalMs !== null) this.#lastArrivalMs = moved(this.#lastArrivalMs)
  }

  /**
   * @param seeingSinceMs Since when the camera's source can be read without a break; silence before that proves nothing.
   * @returns What is to be told now, or null.
   */
  notice(nowMs: number, seeingSinceMs: number, limits: SilenceLimits): Finding | null {
    const { ownGapMs, firstFrameMs } = limits
    const streamGapMs = ownGapMs ?? limits.streamGapMs
    // Of before the clock was set back.
    const seenMs = seeingSinceMs > nowMs ? 0 : seeingSinceMs
    const silentMs = nowMs - Math.max(this.#lastArrivalMs ?? 0, this.#subscribedAtMs, seenMs)
    // Of thousands of cameras nearly all have just sent a frame: no need to find out what is usual for them.
    if (silentMs < Math.min(firstFrameMs, streamGapMs)) return null
    const usualMs = this.#interval.usualMs()
    const limitMs = this.#lastArrivalMs === null ? firstFrameMs : (ownGapMs ?? streamGapLimitMs(streamGapMs, usualMs))
    const gap = streamGap(silentMs, limitMs, usualMs)
    if (gap === null || nowMs - this.#toldMs < REMINDER_MS) return null
    this.#toldMs = nowMs
    return gap
  }
}
