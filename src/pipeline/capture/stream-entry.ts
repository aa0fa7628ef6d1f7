import { isUtf8 } from 'node:buffer'
import type { ErrorCode } from '../../errors.ts'
import { parseUtcTime } from '../../lib/parse-utc-time.ts'
import { EMPTY_META, type EncodedFrame, type FrameMeta, type FrameProblem } from '../../model/frame.ts'

/** A producer's meta is a few hundred bytes; parsing megabytes of JSON would stall every other camera of the shard. */
export const MAX_META_BYTES = 64 * 1024
const MAX_WALL_CLOCK_CHARS = 64
/** A name of a key, and not a picture in the wrong field. */
const MAX_KEY_BYTES = 1024
const MOST_SHOWN_CHARS = 100
const NO_BYTES = new Uint8Array(0)

export interface EntryParts {
  readonly stream: string
  readonly cursor: string
  readonly addedAtMs: number
  readonly receivedAtMs: number
  /** Field `jpeg`, or null when the entry had none. */
  readonly jpeg: Uint8Array | null
  /** Field `jpeg_key`, of use when there is no `jpeg`. */
  readonly jpegKey?: Uint8Array | null
  /** Field `meta`, or null when the entry had none. */
  readonly meta: Uint8Array | null
}

/**
 * Turns what a producer wrote into a frame, whatever it wrote: a missing or unreadable meta never loses the frame, and a
 * frame without usable bytes becomes one that says why.
 */
export function frameOfEntry(parts: EntryParts, maxFrameBytes: number): EncodedFrame {
  const { jpeg, jpegKey = null } = parts
  const frame = {
    stream: parts.stream,
    cursor: parts.cursor,
    meta: parseMeta(parts.meta),
    addedAtMs: parts.addedAtMs,
    receivedAtMs: parts.receivedAtMs
  }
  if (jpeg !== null || jpegKey === null) return { ...frame, ...bytesOrProblem(jpeg, maxFrameBytes) }
  const problem = problemOfKey(jpegKey)
  if (problem !== null) return { ...frame, jpeg: NO_BYTES, problem }
  return { ...frame, jpeg: NO_BYTES, problem: null, jpegKey: Buffer.from(jpegKey).toString('utf8') }
}

/** The frame with the bytes that lay under its key. @param jpeg Null when what lies there is no string. */
export function withPicture(frame: EncodedFrame, jpeg: Uint8Array | null, maxFrameBytes: number): EncodedFrame {
  const { jpegKey = '', ...rest } = frame
  if (jpeg !== null) return { ...rest, ...bytesOrProblem(jpeg, maxFrameBytes) }
  const shown = JSON.stringify(jpegKey.slice(0, MOST_SHOWN_CHARS))
  const text = `Key ${shown} of field "jpeg_key" holds no string`
  return { ...rest, problem: problem('frame/missing', text, `"jpeg_key" 字段所指的键 ${shown} 不是字符串`) }
}

function bytesOrProblem(jpeg: Uint8Array | null, maxFrameBytes: number): Pick<EncodedFrame, 'jpeg' | 'problem'> {
  const noPicture = problemOf(jpeg, maxFrameBytes)
  return { jpeg: noPicture === null && jpeg !== null ? jpeg : NO_BYTES, problem: noPicture }
}

function problemOfKey(key: Uint8Array): FrameProblem | null {
  if (key.length === 0) return problem('frame/missing', 'Field "jpeg_key" is empty', '"jpeg_key" 字段为空')
  if (key.length > MAX_KEY_BYTES) {
    const text = `Field "jpeg_key" has ${key.length} bytes, at most ${MAX_KEY_BYTES} are taken`
    return problem('frame/missing', text, `"jpeg_key" 字段长 ${key.length} 字节，上限为 ${MAX_KEY_BYTES} 字节`)
  }
  if (isUtf8(key)) return null
  return problem('frame/missing', 'Field "jpeg_key" is no UTF-8 text', '"jpeg_key" 字段不是 UTF-8 文本')
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
