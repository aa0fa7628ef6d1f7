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
  readonly #subscribedAtMs: number
  #lastArrivalMs: number | null = null
  #toldMs = 0

  constructor(subscribedAtMs: number) {
    this.#subscribedAtMs = subscribedAtMs
  }

  arrived(atMs: number): void {
    this.#interval.record(atMs)
    this.#lastArrivalMs = atMs
  }

  /**
   * @param seeingSinceMs Since when the camera's source can be read without a break; silence before that proves nothing.
   * @returns What is to be told now, or null.
   */
  notice(nowMs: number, seeingSinceMs: number, limits: SilenceLimits): Finding | null {
    const { ownGapMs, firstFrameMs } = limits
    const streamGapMs = ownGapMs ?? limits.streamGapMs
    const silentMs = nowMs - Math.max(this.#lastArrivalMs ?? 0, this.#subscribedAtMs, seeingSinceMs)
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
