import type { EndReason } from './end-reason.ts'
import type { LostFrame, SourceFrame } from './source-frame.ts'

/** Who hears what a source gives. Neither may throw or wait. */
export interface SourceListener {
  frame(frame: SourceFrame): void
  lost(why: LostFrame): void
}

/** How a run of a source ended. */
export interface SourceEnd {
  readonly reason: EndReason
  /** One line for people, without secrets. */
  readonly detail: string
}

/** One way to get pictures. Each `run` opens it anew. */
export interface CameraSource {
  /** Resolves when the source has ended, for whatever reason, and has let go of all that it held; never rejects. @param signal Ends it. */
  run(listener: SourceListener, signal: AbortSignal): Promise<SourceEnd>
}
