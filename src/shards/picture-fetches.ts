import { Fifo } from '../lib/fifo.ts'
import type { EncodedFrame } from '../model/frame.ts'
import type { FrameSource } from '../pipeline/capture/frame-source.ts'

/** Frames of one source that are being fetched, or are there and wait to be analysed: with their size it bounds the memory. */
const MOST_AHEAD = 8

interface Lane {
  readonly source: FrameSource
  readonly waiting: Fifo<EncodedFrame>
  ahead: number
}

interface Fetched {
  readonly frame: EncodedFrame
  readonly lane: Lane
}

export interface PictureFetchesOptions {
  /** Told when a frame is ready for `next`. */
  readonly onReady: () => void
  /** Told of a frame whose bytes are gone. */
  readonly onGone: (frame: EncodedFrame) => void
}

/**
 * Fetches the bytes of frames that came without them, once it is known that they will be analysed. A camera has one frame
 * here at most, so what waits is bounded by the cameras, and has no bytes; a source that does not answer holds up its own.
 */
export class PictureFetches {
  readonly #options: PictureFetchesOptions
  readonly #lanes = new Map<FrameSource, Lane>()
  readonly #ready = new Fifo<Fetched>()
  #count = 0

  constructor(options: PictureFetchesOptions) {
    this.#options = options
  }

  /** Frames that wait, are being fetched, or are ready. */
  get count(): number {
    return this.#count
  }

  add(frame: EncodedFrame, source: FrameSource): void {
    let lane = this.#lanes.get(source)
    if (lane === undefined) {
      lane = { source, waiting: new Fifo(), ahead: 0 }
      this.#lanes.set(source, lane)
    }
    this.#count++
    lane.waiting.push(frame)
    this.#fetchNext(lane)
  }

  /** A frame with its bytes, or null when none is ready. */
  next(): EncodedFrame | null {
    const fetched = this.#ready.shift()
    if (fetched === undefined) return null
    this.#leave(fetched.lane)
    return fetched.frame
  }

  #fetchNext(lane: Lane): void {
    while (lane.ahead < MOST_AHEAD) {
      const frame = lane.waiting.shift()
      if (frame === undefined) return
      lane.ahead++
      void this.#fetch(frame, lane)
    }
  }

  async #fetch(frame: EncodedFrame, lane: Lane): Promise<void> {
    const fetched = (await lane.source.fetch?.(frame)) ?? null
    if (fetched === null) {
      this.#leave(lane)
      this.#options.onGone(frame)
    } else {
      this.#ready.push({ frame: fetched, lane })
      this.#options.onReady()
    }
  }

  #leave(lane: Lane): void {
    lane.ahead--
    this.#count--
    this.#fetchNext(lane)
  }
}
