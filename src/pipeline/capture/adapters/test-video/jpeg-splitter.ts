const MARKER = 0xff
const START_OF_IMAGE = 0xd8
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda

/** Cuts a stream of JPEGs that follow each other into single ones. */
export class JpegSplitter {
  readonly #maxBytes: number
  readonly #deliver: (jpeg: Uint8Array) => void
  #pending: Uint8Array = new Uint8Array(0)

  /**
   * @param maxBytes A picture that grows larger is thrown away: the buffer never holds more than this and one chunk.
   * @param deliver Gets a copy of each whole picture, from its first marker to its last.
   */
  constructor(maxBytes: number, deliver: (jpeg: Uint8Array) => void) {
    this.#maxBytes = maxBytes
    this.#deliver = deliver
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#pending, chunk])
    let from = 0
    for (;;) {
      const start = findStart(bytes, from)
      if (start < 0) {
        // The last byte may be the first half of a marker.
        from = Math.max(from, bytes.length - 1)
        break
      }
      const end = findEnd(bytes, start)
      from = start
      if (end === NEEDS_MORE) break
      if (end === BROKEN) from = start + 2
      else {
        this.#deliver(Uint8Array.prototype.slice.call(bytes, start, end))
        from = end
      }
    }
    this.#pending = bytes.length - from > this.#maxBytes ? new Uint8Array(0) : bytes.subarray(from)
  }
}

const NEEDS_MORE = -1
const BROKEN = -2

function findStart(bytes: Uint8Array, from: number): number {
  for (let i = from; i + 1 < bytes.length; i++) {
    if (bytes[i] === MARKER && bytes[i + 1] === START_OF_IMAGE) return i
  }
  return -1
}

/**
 * End of the picture that begins at `start`: segments are stepped over by their length, since a preview inside one has
 * markers of its own (ITU-T T.81, annex B).
 */
function findEnd(bytes: Uint8Array, start: number): number {
  let i = start + 2
  for (;;) {
    if (i + 3 >= bytes.length) return bytes[i] === MARKER && bytes[i + 1] === END_OF_IMAGE ? i + 2 : NEEDS_MORE
    if (bytes[i] !== MARKER) return BROKEN
    const marker = bytes[i + 1]!
    if (marker === MARKER) {
      i++
      continue
    }
    if (marker === END_OF_IMAGE) return i + 2
    if (marker === START_OF_IMAGE) return BROKEN
    const next = i + 2 + bytes[i + 2]! * 256 + bytes[i + 3]!
    i = marker === START_OF_SCAN ? skipScan(bytes, next) : next
    if (i > bytes.length) return NEEDS_MORE
  }
}

/** First marker after coded data that is neither a stuffed byte nor a restart. */
function skipScan(bytes: Uint8Array, from: number): number {
  for (let i = from; i + 1 < bytes.length; i++) {
    if (bytes[i] !== MARKER) continue
    const marker = bytes[i + 1]!
    if (marker !== 0 && (marker < 0xd0 || marker > 0xd7)) return i
  }
  return bytes.length + 1
}
