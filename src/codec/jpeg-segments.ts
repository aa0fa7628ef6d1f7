/** A marker of a JPEG and what belongs to it; for a marker without a length, `at` equals `end`. */
export interface JpegSegment {
  readonly code: number
  /** Offset of the length field. */
  readonly at: number
  /** Offset behind the segment. */
  readonly end: number
}

const TEM = 0x01
const FIRST_RESTART = 0xd0
const EOI = 0xd9

/**
 * The segment at or behind `from`, null when it is not all there. Decoders skip stray bytes before a marker; so does this.
 */
export function nextSegment(jpeg: Uint8Array, from: number): JpegSegment | null {
  for (let i = from; i + 1 < jpeg.length; i++) {
    if (jpeg[i] !== 0xff) continue
    const code = jpeg[i + 1]!
    // FF FF is padding before a marker, FF 00 is no marker.
    if (code === 0xff || code === 0x00) continue
    const at = i + 2
    if (isBare(code)) return { code, at, end: at }
    if (at + 2 > jpeg.length) return null
    const length = word(jpeg, at)
    return length < 2 || at + length > jpeg.length ? null : { code, at, end: at + length }
  }
  return null
}

/** Markers without a length: restarts, start and end of the image, TEM. */
function isBare(code: number): boolean {
  return (code >= FIRST_RESTART && code <= EOI) || code === TEM
}

/** A number of two bytes, the higher first. The caller has checked that they are there. */
export function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!
}
