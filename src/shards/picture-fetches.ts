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
  /** As it was without its bytes. */
  readonly asked: EncodedFrame
  readonly frame: EncodedFrame
  readonly lane: Lane
}

export interface PictureFetchesOptions {
  /** Told when a frame is ready for `next`. */
  readonly onReady: () => void
  /** Given a frame that was fetched for a camera which left meanwhile. */
  readonly onUnwanted: (frame: EncodedFrame) => void
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
  /** By camera: its frame that is awaited. One that was forgotten meanwhile is of no use to who has the camera then. */
  readonly #awaited = new Map<string, EncodedFrame>()
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
    this.#awaited.set(frame.stream, frame)
    lane.waiting.push(frame)
    this.#fetchNext(lane)
  }

  /** Forgets a camera and what is awaited of it. */
  remove(stream: string): void {
    this.#awaited.delete(stream)
  }

  /** A frame with its bytes, or null when none is ready. */
  next(): EncodedFrame | null {
    for (let fetched = this.#ready.shift(); fetched !== undefined; fetched = this.#ready.shift()) {
      this.#leave(fetched.lane)
      if (this.#isAwaited(fetched.asked)) return fetched.frame
      this.#options.onUnwanted(fetched.frame)
    }
    return null
  }

  #isAwaited(frame: EncodedFrame): boolean {
    if (this.#awaited.get(frame.stream) !== frame) return false
    this.#awaited.delete(frame.stream)
    return true
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
      if (this.#isAwaited(frame)) this.#options.onGone(frame)
    } else {
      this.#ready.push({ asked: frame, frame: fetched, lane })
      this.#options.onReady()
    }
  }

  #leave(lane: Lane): void {
    lane.ahead--
    this.#count--
    this.#fetchNext(lane)
  }
}
