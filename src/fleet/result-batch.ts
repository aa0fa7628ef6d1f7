/** A result as members hand it to each other. */
export interface SharedResult {
  readonly stream: string
  readonly abnormal: boolean
  /** Of its owner's claim; see Fence. */
  readonly token: number
  /** Place of the frame in its stream, null for results that no frame made. */
  readonly cursor: string | null
  /** The whole WebSocket message, JSON text in UTF-8. */
  readonly text: Buffer
}

/** First of the bytes; another form gets another one, and members of other versions pass it over. */
const FORM = 0xc1
const HEAD_BYTES = 1 + 1
const FIXED_BYTES = 1 + 8 + 1 + 2 + 4
/** Names of streams have 4,096 bytes at most. */
const MOST_STREAM_BYTES = 4096

/**
 * The bytes of some results: a byte for the form, the origin (a length of one byte, ASCII), then each result: flags (1:
 * abnormal), token (double), lengths of cursor (1), stream (2) and text (4), and these three.
 *
 * @param origin Who sends it, at most 255 characters.
 */
export function batchToBytes(origin: string, results: readonly SharedResult[]): Buffer {
  const sizes = results.map(sizeOf)
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, HEAD_BYTES + origin.length))
  let at = bytes.writeUInt8(FORM, 0)
  at = bytes.writeUInt8(origin.length, at)
  at += bytes.write(origin, at, 'latin1')
  for (const { stream, abnormal, token, cursor, text } of results) {
    at = bytes.writeUInt8(abnormal ? 1 : 0, at)
    at = bytes.writeDoubleLE(token, at)
    at = bytes.writeUInt8(cursor?.length ?? 0, at)
    at = bytes.writeUInt16LE(Buffer.byteLength(stream), at)
    at = bytes.writeUInt32LE(text.length, at)
    at += bytes.write(cursor ?? '', at, 'latin1')
    at += bytes.write(stream, at, 'utf8')
    at += text.copy(bytes, at)
  }
  return bytes
}

/** Bytes that one result takes in a batch. */
export function sizeOf({ stream, cursor, text }: Pick<SharedResult, 'stream' | 'cursor' | 'text'>): number {
  return FIXED_BYTES + (cursor?.length ?? 0) + Buffer.byteLength(stream) + text.length
}

/** @returns Null when the bytes are no batch of this form; texts are views of the bytes. */
export function batchFromBytes(
  bytes: Buffer
): { readonly origin: string; readonly results: readonly SharedResult[] } | null {
  if (bytes.length < HEAD_BYTES || bytes[0] !== FORM) return null
  const originEnd = HEAD_BYTES + (bytes[1] ?? 0)
  if (originEnd > bytes.length) return null
  const results: SharedResult[] = []
  let at = originEnd
  while (at < bytes.length) {
    if (at + FIXED_BYTES > bytes.length) return null
    const abnormal = bytes.readUInt8(at) === 1
    const token = bytes.readDoubleLE(at + 1)
    const cursorEnd = at + FIXED_BYTES + bytes.readUInt8(at + 9)
    const streamBytes = bytes.readUInt16LE(at + 10)
    const streamEnd = cursorEnd + streamBytes
    const end = streamEnd + bytes.readUInt32LE(at + 12)
    if (end > bytes.length || streamBytes > MOST_STREAM_BYTES || !Number.isSafeInteger(token)) return null
    const cursor = bytes.toString('latin1', at + FIXED_BYTES, cursorEnd)
    results.push({
      stream: bytes.toString('utf8', cursorEnd, streamEnd),
      abnormal,
      token,
      cursor: cursor === '' ? null : cursor,
      text: bytes.subarray(streamEnd, end)
    })
    at = end
  }
  return { origin: bytes.toString('latin1', HEAD_BYTES, originEnd), results }
}
