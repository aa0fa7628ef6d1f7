import type { OutgoingFrame } from './frame-sink.ts'

/** Frames that wait to be delivered, in order. When there is no room the oldest makes it. */
export class NewestFrames {
  readonly #most: number
  #frames: OutgoingFrame[] = []

  /** @param most Frames, >= 1. */
  constructor(most: number) {
    this.#most = most
  }

  get length(): number {
    return this.#frames.length
  }

  /** @returns How many were dropped: 0 or 1. */
  add(frame: OutgoingFrame): number {
    this.#frames.push(frame)
    if (this.#frames.length <= this.#most) return 0
    this.#frames.shift()
    return 1
  }

  take(): OutgoingFrame | null {
    return this.#frames.shift() ?? null
  }

  /** A frame that could not be delivered, at its old place in front. @returns Whether there was room: newer ones win. */
  putBack(frame: OutgoingFrame): boolean {
    if (this.#frames.length >= this.#most) return false
    this.#frames.unshift(frame)
    return true
  }
}
