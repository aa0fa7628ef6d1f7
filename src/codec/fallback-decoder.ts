import { errorText } from '../errors.ts'
import { cutOffProblem, hasEndMarker } from './cut-off-problem.ts'
import { type DecodeProblem, decodeProblem } from './decode-problem.ts'
import type { DecodeResult } from './decode-result.ts'
import type { JpegHeader } from './jpeg-header.ts'
import { decodeShrunkLuma, type LumaPlane } from './shrunk-luma.ts'
import type { WorkingSize } from './working-size.ts'

// The Huffman decoder reads up to eight bytes ahead of the bits that it needs. With them, a picture that lacks nothing
// but its end marker comes out whole, and one that lacks more still runs out of data and is told.
const READ_AHEAD_BYTES = 8
// A decoder fills the rows that it has no data for with this level.
const FILL_LEVEL = 128

/**
 * Decodes with a library what the service's own decoder does not take: progressive, arithmetic, CMYK, several scans.
 *
 * @param header Of the same bytes, checked against the limits of a frame.
 * @returns The whole picture, or `frame/damaged`. Never rejects because of what the bytes are.
 */
export async function decodeWithLibrary(
  jpeg: Uint8Array,
  header: JpegHeader,
  size: WorkingSize
): Promise<DecodeResult> {
  const hasEnd = hasEndMarker(jpeg, header.scanOffset)
  const bytes = hasEnd ? jpeg : paddedForReadAhead(jpeg)
  let plane: LumaPlane
  try {
    plane = await decodeShrunkLuma(bytes, size, 'end of data')
  } catch (thrown) {
    return { error: await nameFailure(jpeg, header, size, hasEnd, thrown), decoder: 'library' }
  }
  // Some senders put an end marker behind a picture that they cut. It shows as rows that nobody drew; a picture that
  // is truly grey there passes the stricter look, so it is paid for by suspects alone.
  if (filledRows(plane) > 0 && !(await isFlawless(bytes, size))) {
    return { error: cutOffProblem(jpeg, true, decodedShare(plane)), decoder: 'library' }
  }
  return {
    picture: {
      luma: plane.luma,
      width: plane.width,
      height: plane.height,
      chroma: null,
      blocks: null,
      sourceWidth: header.width,
      sourceHeight: header.height,
      channels: header.components,
      scale: size.denominator * size.boxPx,
      missingRowShare: 0
    },
    decoder: 'library'
  }
}

function paddedForReadAhead(jpeg: Uint8Array): Uint8Array {
  const padded = new Uint8Array(jpeg.length + READ_AHEAD_BYTES)
  padded.set(jpeg)
  return padded
}

async function isFlawless(jpeg: Uint8Array, size: WorkingSize): Promise<boolean> {
  try {
    await decodeShrunkLuma(jpeg, size, 'any warning')
    return true
  } catch {
    return false
  }
}

/** Rows from the bottom up that hold the fill level and nothing else. */
function filledRows({ luma, width, height }: LumaPlane): number {
  let at = luma.length - 1
  while (at >= 0 && luma[at] === FILL_LEVEL) at--
  return height - 1 - Math.floor(at / width)
}

function decodedShare(plane: LumaPlane): number {
  return 1 - filledRows(plane) / plane.height
}

/** Why the decoder gave up: the data ended too soon, or it makes no sense. */
async function nameFailure(
  jpeg: Uint8Array,
  header: JpegHeader,
  size: WorkingSize,
  hasEnd: boolean,
  thrown: unknown
): Promise<DecodeProblem> {
  const reason = libraryReason(thrown)
  if (hasEnd && !/premature end/i.test(reason)) {
    return decodeProblem('frame/damaged', `The JPEG cannot be decoded: ${reason}`, `无法解码该 JPEG：${reason}`)
  }
  // A progressive picture has coarse rows everywhere as soon as its first scan is there, so rows tell nothing of it.
  if (header.process === 'progressive' || !header.interleaved) return cutOffProblem(jpeg, hasEnd, null)
  try {
    return cutOffProblem(jpeg, hasEnd, decodedShare(await decodeShrunkLuma(jpeg, size, 'nothing')))
  } catch {
    return cutOffProblem(jpeg, hasEnd, null)
  }
}

/** The library's message in one line, without its own prefix. */
function libraryReason(thrown: unknown): string {
  return errorText(thrown)
    .replace(/VipsJpeg:\s*/g, '')
    .replace(/\s*\n\s*/g, '; ')
    .trim()
}
