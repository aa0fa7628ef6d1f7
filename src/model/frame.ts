import type { FaultKind } from './fault.ts'

/** What the producer wrote beside the picture. A field it left out is null. */
export interface FrameMeta {
  /** When the frame was captured, epoch ms (`ts1`). */
  readonly capturedAtMs: number | null
  /** When the producer put the frame into the stream, epoch ms (`ts2`). */
  readonly enqueuedAtMs: number | null
  /** Wall clock of the frame as the producer wrote it (`ts_wall_iso`). */
  readonly wallClock: string | null
  /** `[height, width, channels]`, pixels. */
  readonly shape: readonly number[] | null
  /** Why the meta could not be read, when it could not; the frame is analysed all the same. */
  readonly problem: string | null
  /** What the built-in test video says of its own faults; left out on every other frame. */
  readonly announced?: AnnouncedFaults
}

/** The schedule of a test camera, so that a verdict can be held against what was staged. */
export interface AnnouncedFaults {
  /** Fault that is staged on this frame, or null (`test_fault`). */
  readonly fault: FaultKind | null
  /** The next one and its beginning, ISO-8601 UTC; null when none will come (`test_next`). */
  readonly next: { readonly kind: FaultKind; readonly at: string } | null
}

/** Why a frame gives no picture: evidence for `undecodable`, not an exception. */
export interface FrameProblem {
  /** One of the codes in `errors.ts`. */
  readonly code: string
  readonly message: string
  readonly messageZh: string
  /** Share of the picture's rows that could be decoded, 0..1. */
  readonly decodedShare: number
}

/** A frame as it came from a source, not yet decoded. */
export interface EncodedFrame {
  readonly stream: string
  /** Position in the source: a Redis entry id, or a growing number of the source's own. A camera goes on behind it. */
  readonly cursor: string
  /** The JPEG bytes; empty when `problem` says why there are none, and while they lie under `jpegKey`. */
  readonly jpeg: Uint8Array
  /** Where the source keeps the bytes, when they did not come along: they are fetched if the frame is analysed. */
  readonly jpegKey?: string
  /** Why there is nothing to decode (no field, no bytes, too many bytes), or null. */
  readonly problem: FrameProblem | null
  readonly meta: FrameMeta
  /** When the source added the frame, epoch ms by the source's clock (the Redis entry id's). */
  readonly addedAtMs: number
  /** When this service received it, epoch ms. */
  readonly receivedAtMs: number
  /** The request that it came with, where that is traced; ids as in W3C Trace Context. Left out: it is not. */
  readonly trace?: { readonly traceId: string; readonly spanId: string; readonly sampled: boolean }
}

export const EMPTY_META: FrameMeta = {
  capturedAtMs: null,
  enqueuedAtMs: null,
  wallClock: null,
  shape: null,
  problem: null
}
