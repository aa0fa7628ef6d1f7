import { fullJitterMs } from '../lib/full-jitter.ts'
import { pause } from '../lib/pause.ts'
import type { CameraSource, SourceEnd } from './camera-source.ts'
import { END_REASONS } from './end-reason.ts'
import type { LostFrame, SourceFrame } from './source-frame.ts'

const FIRST_RECONNECT_MS = 1000
/** Nobody is asked again at once. */
const LEAST_RECONNECT_MS = 100

/** Who hears what a source does. */
export interface KeeperListener {
  opening(): void
  frame(frame: SourceFrame): void
  lost(why: LostFrame): void
  /** It has ended, and is opened anew after so many ms; null when it is not. */
  ended(end: SourceEnd, againMs: number | null): void
}

export interface KeeperParts {
  readonly source: CameraSource
  readonly listener: KeeperListener
  /** So long without a frame, and it is ended, ms; null when it may be silent for ever. */
  readonly stallMs: number | null
  /** Longest pause before it is opened anew, ms. */
  readonly reconnectMs: number
  /** 0..1. */
  readonly random: () => number
}

/** Keeps a source open: ends it when it has stalled, and opens it anew when it has ended, after a pause drawn by chance. */
export class SourceKeeper {
  readonly #parts: KeeperParts
  readonly #end = new AbortController()
  #work: Promise<void> = Promise.resolve()

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** @param afterMs Many cameras that are started together do not all begin at once. */
  start(afterMs = 0): void {
    this.#work = this.#keep(afterMs)
  }

  /** Resolves when the source has been played to its end, or was closed. */
  get done(): Promise<void> {
    return this.#work
  }

  async close(): Promise<void> {
    this.#end.abort()
    await this.#work
  }

  async #keep(afterMs: number): Promise<void> {
    const { listener, reconnectMs, random } = this.#parts
    const { signal } = this.#end
    let failures = 0
    await pause(afterMs, signal)
    while (!signal.aborted) {
      listener.opening()
      const { end, frames } = await this.#runOnce()
      // What has given pictures deserves to be asked again soon.
      failures = frames > 0 ? 1 : failures + 1
      const isOver = signal.aborted || end.reason === 'finished'
      const limits = { firstMs: FIRST_RECONNECT_MS, mostMs: reconnectMs }
      const againMs = isOver ? null : Math.max(LEAST_RECONNECT_MS, fullJitterMs(failures, limits, random()))
      listener.ended(end, againMs)
      if (againMs === null) return
      await pause(againMs, signal)
    }
  }

  async #runOnce(): Promise<{ end: SourceEnd; frames: number }> {
    const { source, listener, stallMs } = this.#parts
    const run = new AbortController()
    const stop = () => run.abort()
    this.#end.signal.addEventListener('abort', stop, { once: true })
    let frames = 0
    let hasStalled = false
    const stalled = () => {
      hasStalled = true
      run.abort()
    }
    const watch = stallMs === null ? null : setTimeout(stalled, stallMs)
    const heard = {
      frame: (frame: SourceFrame) => {
        frames++
        watch?.refresh()
        listener.frame(frame)
      },
      lost: (why: LostFrame) => listener.lost(why)
    }
    try {
      const end = await source.run(heard, run.signal)
      return { end: hasStalled ? { reason: 'stalled', detail: END_REASONS.stalled } : end, frames }
    } finally {
      if (watch !== null) clearTimeout(watch)
      this.#end.signal.removeEventListener('abort', stop)
    }
  }
}
