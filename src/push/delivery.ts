import { fullJitterMs } from '../lib/full-jitter.ts'
import { pause } from '../lib/pause.ts'
import type { FrameSink, OutgoingFrame } from './frame-sink.ts'
import { NewestFrames } from './newest-frames.ts'

/** Least pause after a failure: nobody is asked again at once. */
const LEAST_PAUSE_MS = 50
const BACKOFF = { firstMs: 250, mostMs: 5000 }

/** Who hears what becomes of frames. */
export interface DeliveryListener {
  delivered(frame: OutgoingFrame): void
  /** Frames that newer ones have taken the place of. */
  dropped(count: number): void
  refused(frame: OutgoingFrame, reason: string): void
  retried(reason: string): void
}

export interface DeliveryParts {
  readonly sink: FrameSink
  /** Frames that may wait. */
  readonly queueFrames: number
  readonly listener: DeliveryListener
  /** 0..1. */
  readonly random: () => number
}

/** Delivers the frames of one camera, one after the other, so that none waits for another camera's. */
export class FrameDelivery {
  readonly #parts: DeliveryParts
  readonly #frames: NewestFrames
  readonly #end = new AbortController()
  #work: Promise<void> | null = null

  constructor(parts: DeliveryParts) {
    this.#parts = parts
    this.#frames = new NewestFrames(parts.queueFrames)
  }

  offer(frame: OutgoingFrame): void {
    const dropped = this.#frames.add(frame)
    if (dropped > 0) this.#parts.listener.dropped(dropped)
    this.#work ??= this.#deliver()
  }

  /** Resolves when nothing waits any more. */
  async whenIdle(): Promise<void> {
    while (this.#work !== null) await this.#work
  }

  /** Gives up what waits. @returns How many frames that were. */
  async abandon(): Promise<number> {
    this.#end.abort()
    await this.whenIdle()
    return this.#frames.length
  }

  async #deliver(): Promise<void> {
    let failures = 0
    for (let frame = this.#frames.take(); frame !== null && !this.#end.signal.aborted; frame = this.#frames.take()) {
      const waitMs = await this.#send(frame, failures + 1)
      failures = waitMs === null ? 0 : failures + 1
      if (waitMs !== null) await pause(waitMs, this.#end.signal)
      if (this.#end.signal.aborted) break
    }
    this.#work = null
  }

  /** @param failures In a row, when this fails. @returns How long to wait, ms; null when there is no need to. */
  async #send(frame: OutgoingFrame, failures: number): Promise<number | null> {
    const { sink, listener, random } = this.#parts
    const delivery = await sink.send(frame)
    if (delivery.ok) {
      listener.delivered(frame)
      return null
    }
    if (delivery.next === 'refused') {
      listener.refused(frame, delivery.reason)
      return null
    }
    listener.retried(delivery.reason)
    if (!this.#frames.putBack(frame)) listener.dropped(1)
    return Math.max(LEAST_PAUSE_MS, delivery.pauseMs ?? 0, fullJitterMs(failures, BACKOFF, random()))
  }
}
