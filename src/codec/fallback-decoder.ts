import { errorText } from '../errors.ts'
import type { Picture } from '../model/picture.ts'
import { checkBytes, checkHeader, type DecodeLimits } from './decode-limits.ts'
import { type DecodeProblem, decodeProblem } from './decode-problem.ts'
import { type JpegHeader, readJpegHeader } from './jpeg-header.ts'
import { decodeShrunkLuma, type LumaPlane } from './shrunk-luma.ts'
import { type WorkingSize, workingSize } from './working-size.ts'

export type DecodeResult = { readonly picture: Picture } | { readonly error: DecodeProblem }

const END_MARKER = new Uint8Array([0xff, 0xd9])
// The Huffman decoder reads up to eight bytes ahead of the bits that it needs. With them, a picture that lacks nothing
// but its end marker comes out whole, and one that lacks more still runs out of data and is told.
const READ_AHEAD_BYTES = 8
// A decoder fills the rows that it has no data for with this level.
const FILL_LEVEL = 128

/**
 * Decodes any JPEG to the small working picture with a library: what the service's own decoder does not take, and
 * everything until there is one.
 *
 * @returns The picture, or why there is none: `frame/empty`, `frame/too-large`, `frame/not-jpeg`, `frame/damaged`,
 *   `frame/unsupported`, `frame/too-many-pixels`. Never throws for bad bytes.
 */
export async function decodeWithLibrary(jpeg: Uint8Array, limits: DecodeLimits): Promise<DecodeResult> {
  const tooLarge = checkBytes(jpeg, limits)
  if (tooLarge !== null) return { error: tooLarge }
  const read = readJpegHeader(jpeg)
  if ('problem' in read) return { error: read.problem }
  const refused = checkHeader(jpeg, read.header, limits)
  if (refused !== null) return { error: refused }
  return decodeChecked(jpeg, read.header)
}

async function decodeChecked(jpeg: Uint8Array, header: JpegHeader): Promise<DecodeResult> {
  const size = workingSize(header.width, header.height)
  const hasEnd = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length).lastIndexOf(END_MARKER) >= header.scanOffset
  const bytes = hasEnd ? jpeg : paddedForReadAhead(jpeg)
  let plane: LumaPlane
  try {
    plane = await decodeShrunkLuma(bytes, size, 'end of data')
  } catch (thrown) {
    return { error: await nameFailure(jpeg, header, size, hasEnd, thrown) }
  }
  // Some senders put an end marker behind a picture that they cut. It shows as rows that nobody drew; a picture that
  // is truly grey there passes the stricter look, so it is paid for by suspects alone.
  if (filledRows(plane) > 0 && !(await isFlawless(bytes, size))) {
    return { error: cutOff(jpeg, true, decodedShare(plane)) }
  }
  return {
    picture: {
      luma: plane.luma,
      width: plane.width,
      height: plane.height,
      sourceWidth: header.width,
      sourceHeight: header.height,
      channels: header.components,
      scale: size.denominator * size.boxPx
    }
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
  if (header.process === 'progressive' || !header.interleaved) return cutOff(jpeg, hasEnd, null)
  try {
    return cutOff(jpeg, hasEnd, decodedShare(await decodeShrunkLuma(jpeg, size, 'nothing')))
  } catch {
    return cutOff(jpeg, hasEnd, null)
  }
}

function cutOff(jpeg: Uint8Array, hasEnd: boolean, share: number | null): DecodeProblem {
  const percent = share === null ? null : Math.floor(share * 100)
  const rows = percent === null ? 'an unknown share of its rows' : `about ${percent} % of its rows`
  const rowsZh = percent === null ? '已解码的行数未知' : `约 ${percent} % 的行已解码`
  const end = hasEnd ? 'before its end marker' : 'without an end marker'
  const endZh = hasEnd ? '结束标记之前数据不完整' : '没有结束标记'
  return decodeProblem(
    'frame/damaged',
    `The JPEG is cut off: it ends after ${jpeg.length} bytes ${end}, ${rows} decoded`,
    `JPEG 被截断：共 ${jpeg.length} 字节，${endZh}，${rowsZh}`,
    share ?? 0
  )
}

/** The library's message in one line, without its own prefix. */
function libraryReason(thrown: unknown): string {
  return errorText(thrown)
    .replace(/VipsJpeg:\s*/g, '')
    .replace(/\s*\n\s*/g, '; ')
    .trim()
}
