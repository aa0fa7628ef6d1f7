import type { EncodedFrame } from '../../model/frame.ts'

/** Where a shard's frames come from. A source pushes; what it pushes into is bounded and drops, so a source never waits. */
export interface FrameSource {
  /** Short name for logs and metrics: `redis`, `test-video`, `memory`. */
  readonly name: string

  /**
   * Replaces the set of watched streams. Streams that stay keep their cursor.
   *
   * @returns Once every new stream's cursor is fixed: each frame added afterwards is delivered, exactly once and in
   *   order. While the source cannot be reached the promise resolves at once, and cursors are fixed on reconnection.
   */
  watch(streams: readonly WatchedStream[]): Promise<void>

  /** Opens connections and begins to deliver. Never throws because the other side is down: it keeps trying. */
  start(): Promise<void>

  /** Stops delivering, closes connections, and waits until nothing more will be pushed. */
  close(): Promise<void>

  /** @param stream Of this stream alone: a source may reach a part of what it reads from. Left out: of the whole. */
  status(stream?: string): SourceStatus

  /** How far a watched stream has been read, or null when nothing can go on from there. */
  position(stream: string): string | null

  /**
   * Gets the bytes of a frame that was pushed without them (`jpegKey`). Left out by sources that push no such frames.
   *
   * @returns The frame with its bytes, or with what is wrong with them; null when they are gone. Never rejects.
   */
  fetch?(frame: EncodedFrame): Promise<EncodedFrame | null>
}

export interface WatchedStream {
  readonly stream: string
  /** Deliver what lies behind this cursor; null: only what is added from now on. */
  readonly cursor: string | null
}

export interface SourceStatus {
  /** False while the source cannot be reached. A silent camera is not a fault then: nobody can know. */
  readonly connected: boolean
  /** Since when, epoch ms. */
  readonly sinceMs: number
  /** One sentence for `/readyz` and the log. */
  readonly detail: string
}

/** What a source pushes into. */
export interface FrameSink {
  /** Takes one frame; must not block and must not throw. */
  push(frame: EncodedFrame): void
  /**
   * Tells of frames that the source knows were added, and that will not be pushed, or whose bytes are gone.
   *
   * @param reason `trimmed`: nobody can read them any more. `overload`: passed over, because newer ones waited.
   */
  lost(stream: string, count: number, reason: 'trimmed' | 'overload'): void
}
