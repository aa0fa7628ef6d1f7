import { GrownBytes } from './grown-bytes.ts'
import type { LostFrame } from './source-frame.ts'

/** A part's headers are some hundred bytes; without an end they are none. */
const MOST_HEADER_BYTES = 16 * 1024
const HEADERS_END = Buffer.from('\r\n\r\n')
/** Some cameras end their lines as Unix does. */
const SHORT_HEADERS_END = Buffer.from('\n\n')
const CR = 13
const LF = 10
const DASH = 45

export interface SplitterOptions {
  /** Of the content type; null takes that of the first part. Its leading dashes may or may not be written there. */
  readonly boundary: string | null
  /** A larger part is dropped, bytes. */
  readonly maxFrameBytes: number
  readonly frame: (jpeg: Buffer) => void
  readonly lost: (why: LostFrame) => void
}

/**
 * Takes multipart JPEG apart (RFC 2046, as ffmpeg and cameras write it): by the length of a part where it is said, by the
 * boundary otherwise. What stands between the parts is passed over. It holds one part at most.
 */
export class MultipartSplitter {
  readonly #options: SplitterOptions
  readonly #bytes = new GrownBytes()
  #boundary: Buffer | null
  #state: 'before' | 'headers' | 'sized' | 'unsized' | 'skipping' = 'before'
  /** Bytes of the part that are still to come, in `sized` and `skipping`. */
  #left = 0
  /** Whether the part that is read without a length has become too large. */
  #isTooLarge = false

  constructor(options: SplitterOptions) {
    this.#options = options
    this.#boundary = options.boundary === null ? null : delimiter(options.boundary)
  }

  push(chunk: Uint8Array): void {
    this.#bytes.append(chunk)
    while (this.#step());
  }

  /** @returns Whether there may be more to do with the bytes at hand. */
  #step(): boolean {
    switch (this.#state) {
      case 'before':
        return this.#findBoundary()
      case 'headers':
        return this.#readHeaders()
      case 'sized':
        return this.#takeSized()
      case 'unsized':
        return this.#takeUnsized()
      case 'skipping':
        return this.#skip()
    }
  }

  #findBoundary(): boolean {
    const bytes = this.#bytes.view()
    this.#boundary ??= firstBoundary(bytes)
    const at = this.#boundary === null ? -1 : bytes.indexOf(this.#boundary)
    const lineEnd = at < 0 ? -1 : bytes.indexOf(LF, at)
    if (at >= 0 && lineEnd < 0 && bytes.length - at < MOST_HEADER_BYTES) {
      this.#bytes.drop(at)
      return false
    }
    if (at >= 0 && lineEnd >= 0) {
      this.#bytes.drop(lineEnd + 1)
      this.#state = 'headers'
      return true
    }
    // Whatever that was, the boundary is not in it; its beginning may be at the end.
    this.#bytes.drop(Math.max(0, bytes.length - (this.#boundary?.length ?? MOST_HEADER_BYTES)))
    return false
  }

  #readHeaders(): boolean {
    const bytes = this.#bytes.view()
    const end = headersEnd(bytes)
    if (end === null) {
      if (bytes.length < MOST_HEADER_BYTES) return false
      this.#state = 'before'
      return true
    }
    const length = contentLength(bytes.subarray(0, end).toString('latin1'))
    this.#bytes.drop(end)
    if (length === null) {
      this.#state = 'unsized'
      this.#isTooLarge = false
    } else {
      const isTooLarge = length > this.#options.maxFrameBytes
      if (isTooLarge) this.#options.lost('too-large')
      this.#state = isTooLarge ? 'skipping' : 'sized'
      this.#left = length
    }
    return true
  }

  #takeSized(): boolean {
    if (this.#bytes.length < this.#left) return false
    this.#give(this.#bytes.copy(this.#left))
    this.#bytes.drop(this.#left)
    this.#state = 'before'
    return true
  }

  #takeUnsized(): boolean {
    const bytes = this.#bytes.view()
    const boundary = this.#boundary as Buffer
    const at = bytes.indexOf(boundary)
    if (at < 0) {
      if (bytes.length <= this.#options.maxFrameBytes + boundary.length) return false
      this.#isTooLarge = true
      this.#bytes.drop(bytes.length - boundary.length)
      return false
    }
    const end = withoutLineEnd(bytes, at)
    if (this.#isTooLarge || end > this.#options.maxFrameBytes) this.#options.lost('too-large')
    else this.#give(this.#bytes.copy(end))
    this.#bytes.drop(at)
    this.#state = 'before'
    return true
  }

  #skip(): boolean {
    const length = Math.min(this.#left, this.#bytes.length)
    this.#bytes.drop(length)
    this.#left -= length
    if (this.#left > 0) return false
    this.#state = 'before'
    return true
  }

  #give(jpeg: Buffer): void {
    if (jpeg[0] === 0xff && jpeg[1] === 0xd8) this.#options.frame(jpeg)
    else this.#options.lost('not-jpeg')
  }
}

/** Headers say the boundary with or without the dashes that stand before it in the body. */
function delimiter(boundary: string): Buffer {
  return Buffer.from(`--${boundary.replace(/^-+/, '')}`, 'latin1')
}

function firstBoundary(bytes: Buffer): Buffer | null {
  const match = /^\s*--(\S+)\r?\n/.exec(bytes.subarray(0, MOST_HEADER_BYTES).toString('latin1'))
  return match === null ? null : delimiter(String(match[1]))
}

function headersEnd(bytes: Buffer): number | null {
  // A part without headers begins with the empty line that would end them.
  if (bytes[0] === LF) return 1
  if (bytes[0] === CR && bytes[1] === LF) return 2
  const long = bytes.indexOf(HEADERS_END)
  const short = bytes.indexOf(SHORT_HEADERS_END)
  if (long < 0 && short < 0) return null
  if (long >= 0 && (short < 0 || long < short)) return long + HEADERS_END.length
  return short + SHORT_HEADERS_END.length
}

function contentLength(headers: string): number | null {
  const match = /^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*$/im.exec(headers.replaceAll('\r', ''))
  return match === null || Number(match[1]) === 0 ? null : Number(match[1])
}

/** End of the part before a boundary: without the line end, and dashes in front of the boundary that are part of it. */
function withoutLineEnd(bytes: Buffer, boundaryAt: number): number {
  let end = boundaryAt
  while (end > 0 && bytes[end - 1] === DASH) end--
  if (end > 0 && bytes[end - 1] === LF) end--
  if (end > 0 && bytes[end - 1] === CR) end--
  return end
}
