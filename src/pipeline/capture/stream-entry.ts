import type { ErrorCode } from '../../errors.ts'
import { parseUtcTime } from '../../lib/parse-utc-time.ts'
import { EMPTY_META, type EncodedFrame, type FrameMeta, type FrameProblem } from '../../model/frame.ts'

/** A producer's meta is a few hundred bytes; parsing megabytes of JSON would stall every other camera of the shard. */
export const MAX_META_BYTES = 64 * 1024
const MAX_WALL_CLOCK_CHARS = 64
const NO_BYTES = new Uint8Array(0)

export interface EntryParts {
  readonly stream: string
  readonly cursor: string
  readonly addedAtMs: number
  readonly receivedAtMs: number
  /** Field `jpeg`, or null when the entry had none. */
  readonly jpeg: Uint8Array | null
  /** Field `meta`, or null when the entry had none. */
  readonly meta: Uint8Array | null
}

/**
 * Turns what a producer wrote into a frame, whatever it wrote: a missing or unreadable meta never loses the frame, and a
 * frame without usable bytes becomes one that says why.
 */
export function frameOfEntry(parts: EntryParts, maxFrameBytes: number): EncodedFrame {
  const noPicture = problemOf(parts.jpeg, maxFrameBytes)
  return {
    stream: parts.stream,
    cursor: parts.cursor,
    jpeg: noPicture === null && parts.jpeg !== null ? parts.jpeg : NO_BYTES,
    problem: noPicture,
    meta: parseMeta(parts.meta),
    addedAtMs: parts.addedAtMs,
    receivedAtMs: parts.receivedAtMs
  }
}

function problemOf(jpeg: Uint8Array | null, maxFrameBytes: number): FrameProblem | null {
  if (jpeg === null) return problem('frame/missing', 'Entry has no field "jpeg"', '条目缺少 "jpeg" 字段')
  if (jpeg.length === 0) return problem('frame/empty', 'Frame has no bytes', '帧数据为空')
  if (jpeg.length <= maxFrameBytes) return null
  return problem(
    'frame/too-large',
    `Frame has ${jpeg.length} bytes, at most ${maxFrameBytes} are taken (MAX_FRAME_BYTES)`,
    `帧大小为 ${jpeg.length} 字节，上限为 ${maxFrameBytes} 字节（MAX_FRAME_BYTES）`
  )
}

function problem(code: ErrorCode, message: string, messageZh: string): FrameProblem {
  return { code, message, messageZh, decodedShare: 0 }
}

/** Reads the `meta` JSON. Known keys of the wrong type count as left out; unknown keys are passed over. */
export function parseMeta(meta: Uint8Array | null): FrameMeta {
  if (meta === null) return { ...EMPTY_META, problem: 'Entry has no field "meta"' }
  if (meta.length > MAX_META_BYTES) {
    return { ...EMPTY_META, problem: `Meta has ${meta.length} bytes, at most ${MAX_META_BYTES} are read` }
  }
  const text = Buffer.from(meta.buffer, meta.byteOffset, meta.length).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ...EMPTY_META, problem: `Meta is not JSON: it begins with ${JSON.stringify(text.slice(0, 32))}` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ...EMPTY_META, problem: 'Meta is JSON but no object' }
  }
  return metaOfObject(value as Record<string, unknown>)
}

function metaOfObject(value: Record<string, unknown>): FrameMeta {
  const wallClock = value.ts_wall_iso
  return {
    capturedAtMs: parseUtcTime(value.ts1),
    enqueuedAtMs: parseUtcTime(value.ts2),
    wallClock: typeof wallClock === 'string' && wallClock.length <= MAX_WALL_CLOCK_CHARS ? wallClock : null,
    shape: isShape(value.shape) ? value.shape : null,
    problem: null
  }
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === 3 && value.every(side => Number.isInteger(side) && side > 0)
}
