import { type DecodeProblem, decodeProblem } from './decode-problem.ts'
import type { JpegHeader } from './jpeg-header.ts'

/** How much one frame may ask of the decoder. */
export interface DecodeLimits {
  /** Most bytes of a frame (MAX_FRAME_BYTES). */
  readonly maxBytes: number
  /** Most pixels that its header may announce (MAX_FRAME_PIXELS). */
  readonly maxPixels: number
}

// A decoder keeps the coefficients of the whole picture, 2 bytes each, when it comes in more than one scan. 100 million
// pixels would take 600 MB for a file of a few kilobytes.
const MAX_COEFFICIENT_BYTES = 256 * 1024 * 1024
const BYTES_PER_COEFFICIENT = 2
// A block of 8 x 8 pixels takes at least one bit for its DC value and, where it is not progressive, one for the rest.
const MIN_BITS_PER_BLOCK = 2
const MIN_BITS_PER_BLOCK_PROGRESSIVE = 1
const PIXELS_PER_BLOCK = 64

/** Refuses bytes that are too many, before anything is read. */
export function checkBytes(jpeg: Uint8Array, limits: DecodeLimits): DecodeProblem | null {
  if (jpeg.length <= limits.maxBytes) return null
  return decodeProblem(
    'frame/too-large',
    `The frame has ${jpeg.length} bytes, and at most ${limits.maxBytes} are taken`,
    `该帧有 ${jpeg.length} 字节，最多接受 ${limits.maxBytes} 字节`
  )
}

/**
 * Refuses, by its header alone, a picture that would cost too much, that no decoder here takes, or that its bytes cannot
 * possibly hold.
 *
 * @returns `frame/too-many-pixels`, `frame/unsupported`, `frame/damaged`, or null when it may be decoded.
 */
export function checkHeader(jpeg: Uint8Array, header: JpegHeader, limits: DecodeLimits): DecodeProblem | null {
  return checkPixels(header, limits) ?? checkKind(header) ?? checkDataLength(jpeg, header)
}

function checkPixels(header: JpegHeader, limits: DecodeLimits): DecodeProblem | null {
  const { width, height, components } = header
  const pixels = width * height
  const severalScans = header.process === 'progressive' || !header.interleaved
  const limit = severalScans
    ? Math.min(limits.maxPixels, Math.floor(MAX_COEFFICIENT_BYTES / (BYTES_PER_COEFFICIENT * components)))
    : limits.maxPixels
  if (pixels <= limit) return null
  return decodeProblem(
    'frame/too-many-pixels',
    `The JPEG announces ${width} x ${height} = ${pixels} pixels, and at most ${limit} are decoded`,
    `JPEG 声明的尺寸为 ${width} x ${height} = ${pixels} 像素，最多解码 ${limit} 像素`
  )
}

function checkKind({ process, precision, components }: JpegHeader): DecodeProblem | null {
  const taken =
    process === 'baseline' || process === 'extended' || process === 'progressive' || process === 'arithmetic'
  const takenComponents = components === 1 || components === 3 || components === 4
  if (taken && takenComponents && precision === 8) return null
  return decodeProblem(
    'frame/unsupported',
    `The JPEG is ${process}, ${precision} bits per sample, ${components} components, which the decoder does not take`,
    `解码器不支持该 JPEG：${process}，每样本 ${precision} 位，${components} 个分量`
  )
}

/** Without it, a header of 100 million pixels over a few bytes would be worked on for a second before it fails. */
function checkDataLength(jpeg: Uint8Array, header: JpegHeader): DecodeProblem | null {
  if (header.process === 'arithmetic') return null
  const bits = header.process === 'progressive' ? MIN_BITS_PER_BLOCK_PROGRESSIVE : MIN_BITS_PER_BLOCK
  const needed = Math.floor((((header.width * header.height) / PIXELS_PER_BLOCK) * bits) / 8)
  const have = jpeg.length - header.scanOffset
  if (have >= needed) return null
  const size = `${header.width} x ${header.height}`
  return decodeProblem(
    'frame/damaged',
    `The JPEG ends after ${jpeg.length} bytes: the ${have} bytes behind its header cannot hold ${size} pixels`,
    `JPEG 在第 ${jpeg.length} 字节处中断：头部之后的 ${have} 字节无法容纳 ${size} 像素`
  )
}
