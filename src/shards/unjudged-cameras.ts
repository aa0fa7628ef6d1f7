/** A camera whose frames come in and that has had no verdict for so long is not watched, ms. */
const UNJUDGED_MS = 10_000
const MOST_NAMED = 3

/** Cameras that send frames and get no verdict. */
export interface Unjudged {
  readonly count: number
  /** Some of them. */
  readonly streams: readonly string[]
}

/** Sees to it that no camera is left unjudged in silence: frames that were taken to be analysed are to have a verdict soon. */
export class UnjudgedCameras {
  /** Since when, by camera; in order of time. */
  readonly #waiting = new Map<string, number>()

  /** A frame was taken to be analysed. @param nowMs Monotonic, ms. */
  taken(stream: string, nowMs: number): void {
    if (!this.#waiting.has(stream)) this.#waiting.set(stream, nowMs)
  }

  /** A frame of it has been dealt with, or it is watched no more. */
  settled(stream: string): void {
    this.#waiting.delete(stream)
  }

  list(nowMs: number): Unjudged {
    const streams: string[] = []
    let count = 0
    for (const [stream, sinceMs] of this.#waiting) {
      if (nowMs - sinceMs < UNJUDGED_MS) break
      count++
      if (streams.length < MOST_NAMED) streams.push(stream)
    }
    return { count, streams }
  }
}
