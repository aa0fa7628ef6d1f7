import type { DroppedFrames } from '../model/result-message.ts'
import type { LeftOutFrames } from './compose-result.ts'

const NONE: DroppedFrames = { overload: 0, trimmed: 0, cooldown: 0 }

/** Frames of one camera that were not judged, by why: since the last result, and ever. */
export class LeftOutCount {
  #dropped = NONE
  #skipped = 0
  #droppedEver = NONE
  #skippedEver = 0

  drop(frames: Partial<DroppedFrames>): void {
    this.#dropped = plus(this.#dropped, frames)
    this.#droppedEver = plus(this.#droppedEver, frames)
  }

  /** One frame was left out on purpose. */
  skip(): void {
    this.#skipped++
    this.#skippedEver++
  }

  get total(): LeftOutFrames {
    return { dropped: this.#droppedEver, skipped: this.#skippedEver }
  }

  /** What was left out since the call before. */
  take(): LeftOutFrames {
    const leftOut = { dropped: this.#dropped, skipped: this.#skipped }
    this.#dropped = NONE
    this.#skipped = 0
    return leftOut
  }
}

function plus(sum: DroppedFrames, more: Partial<DroppedFrames>): DroppedFrames {
  return {
    overload: sum.overload + (more.overload ?? 0),
    trimmed: sum.trimmed + (more.trimmed ?? 0),
    cooldown: sum.cooldown + (more.cooldown ?? 0)
  }
}
