import type { AnnouncedFaults } from '../../../../model/frame.ts'

/** Plays one test stream. */
export interface StreamPlayer {
  /**
   * Gets ready; may take seconds, but lets other work through.
   *
   * @throws {AppError} `frame/source-failed` when there is nothing to play.
   */
  prepare(): Promise<void>
  /** The frame of a moment, or null when there is none then. Not called again before it has answered. */
  next(nowMs: number): Promise<PlayedFrame | null>
  /** Releases what it holds, also while it is getting ready. */
  close(): Promise<void>
}

export interface PlayedFrame {
  readonly jpeg: Uint8Array
  /** `[height, width, channels]`, null when unknown. */
  readonly shape: readonly number[] | null
  readonly announced?: AnnouncedFaults
}
