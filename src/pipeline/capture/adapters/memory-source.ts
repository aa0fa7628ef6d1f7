import type { FrameSink, FrameSource, SourceStatus, WatchedStream } from '../frame-source.ts'
import type { EncodedFrame } from '../../../model/frame.ts'
import { frameOfEntry } from '../stream-entry.ts'

export interface MemorySourceOptions {
  readonly maxFrameBytes: number
  readonly sink: FrameSink
  readonly clock: () => number
}

/** Frames handed in by the process itself: what was posted over HTTP when there is no Redis. */
export class MemorySource implements FrameSource {
  readonly name = 'memory'
  readonly #options: MemorySourceOptions
  readonly #watched = new Set<string>()
  readonly #openedAtMs: number
  #sequence = 0

  constructor(options: MemorySourceOptions) {
    this.#options = options
    this.#openedAtMs = options.clock()
  }

  async start(): Promise<void> {}

  async watch(streams: readonly WatchedStream[]): Promise<void> {
    this.#watched.clear()
    for (const { stream } of streams) this.#watched.add(stream)
  }

  async close(): Promise<void> {
    this.#watched.clear()
  }

  status(): SourceStatus {
    return { connected: true, sinceMs: this.#openedAtMs, detail: 'Frames come over HTTP' }
  }

  /** Nothing is kept: after a restart there is nothing to go on from. */
  position(): null {
    return null
  }

  /**
   * Takes one frame; a frame of a stream that is not watched is passed over.
   *
   * @param meta The meta JSON as bytes, or null.
   * @param receivedAtMs When the process received it, epoch ms.
   * @param trace Of the request that it came with; null when that is not traced.
   */
  accept(
    stream: string,
    jpeg: Uint8Array,
    meta: Uint8Array | null,
    receivedAtMs: number,
    trace: EncodedFrame['trace'] | null = null
  ): void {
    if (!this.#watched.has(stream)) return
    const cursor = String(++this.#sequence)
    const parts = { stream, cursor, addedAtMs: receivedAtMs, receivedAtMs, jpeg, meta }
    const frame = frameOfEntry(parts, this.#options.maxFrameBytes)
    this.#options.sink.push(trace === null ? frame : { ...frame, trace })
  }
}
