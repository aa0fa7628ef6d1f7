import { type DecodeProblem, decodeProblem } from './decode-problem.ts'
import { type JpegSegment, nextSegment, word } from './jpeg-segments.ts'

type JpegProcess = 'baseline' | 'extended' | 'progressive' | 'lossless' | 'arithmetic' | 'hierarchical'

/** What a JPEG says of itself before its first scan. */
export interface JpegHeader {
  /** Pixels as stored, before any EXIF rotation; both >= 1. */
  readonly width: number
  readonly height: number
  /** Colour components: 1 grey, 3 colour, 4 CMYK; 1..255 as far as the format goes. */
  readonly components: number
  /** Bits per sample: 8 or 12; 2..16 for lossless. */
  readonly precision: number
  readonly process: JpegProcess
  /** True when the first scan carries all components; else the picture is spread over several scans. */
  readonly interleaved: boolean
  /** Offset of the first byte of coded picture data. */
  readonly scanOffset: number
}

export type HeaderResult = { readonly header: JpegHeader } | { readonly problem: DecodeProblem }

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const DHT = 0xc4
const JPG = 0xc8
const DAC = 0xcc
// Length, precision, height, width, number of components.
const FRAME_HEADER_BYTES = 8

const SIGNATURES: readonly (readonly [name: string, ...bytes: number[]])[] = [
  ['PNG', 0x89, 0x50, 0x4e, 0x47],
  ['GIF', 0x47, 0x49, 0x46, 0x38],
  ['RIFF, as WebP is', 0x52, 0x49, 0x46, 0x46],
  ['BMP', 0x42, 0x4d],
  ['TIFF', 0x49, 0x49, 0x2a, 0x00],
  ['TIFF', 0x4d, 0x4d, 0x00, 0x2a],
  ['H.264 or H.265 stream', 0x00, 0x00, 0x00, 0x01]
]

/**
 * Reads the markers of a JPEG up to its first scan (ITU-T T.81, annex B). Takes any bytes: it reads each at most once,
 * never past the end, and does not throw.
 *
 * @returns The header, or one of `frame/empty`, `frame/not-jpeg`, `frame/damaged`.
 */
export function readJpegHeader(jpeg: Uint8Array): HeaderResult {
  if (jpeg.length === 0) {
    return { problem: decodeProblem('frame/empty', 'The frame has no bytes', '帧为空，没有任何字节') }
  }
  if (jpeg[0] !== 0xff || jpeg[1] !== SOI) return { problem: notJpeg(jpeg) }
  let frame: FrameHeader | null = null
  for (let at = 2; ; ) {
    const segment = nextSegment(jpeg, at)
    if (segment === null) return { problem: cutInHeader(jpeg) }
    if (segment.code === EOI) return { problem: damaged('ends before its first scan', '在第一个扫描之前就结束') }
    if (segment.code === SOS) return finish(jpeg, segment, frame)
    if (isFrameHeader(segment.code)) {
      if (frame !== null) return { problem: damaged('has two frame headers', '含有两个帧头') }
      frame = readFrameHeader(jpeg, segment)
      if (frame === null) return { problem: damaged('has a broken frame header', '帧头损坏') }
    }
    at = segment.end
  }
}

type FrameHeader = Pick<JpegHeader, 'width' | 'height' | 'components' | 'precision' | 'process'>

function isFrameHeader(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== DHT && code !== JPG && code !== DAC
}

function readFrameHeader(jpeg: Uint8Array, { code, at, end }: JpegSegment): FrameHeader | null {
  if (end - at < FRAME_HEADER_BYTES) return null
  const components = jpeg[at + 7]!
  if (components === 0 || end - at < FRAME_HEADER_BYTES + 3 * components) return null
  return {
    precision: jpeg[at + 2]!,
    height: word(jpeg, at + 3),
    width: word(jpeg, at + 5),
    components,
    process: processOf(code)
  }
}

function finish(jpeg: Uint8Array, { at, end }: JpegSegment, frame: FrameHeader | null): HeaderResult {
  if (frame === null) return { problem: damaged('has no frame header before its scan', '扫描之前没有帧头') }
  if (frame.width === 0 || frame.height === 0) {
    const size = `${frame.width} x ${frame.height}`
    return { problem: damaged(`announces ${size} pixels`, `声明的尺寸为 ${size} 像素`) }
  }
  const scanComponents = end - at > 2 ? jpeg[at + 2]! : 0
  return { header: { ...frame, interleaved: scanComponents >= frame.components, scanOffset: end } }
}

function processOf(code: number): JpegProcess {
  if (code === 0xc0) return 'baseline'
  if (code === 0xc1) return 'extended'
  if (code === 0xc2) return 'progressive'
  if (code === 0xc3) return 'lossless'
  return code === 0xc9 || code === 0xca || code === 0xcb ? 'arithmetic' : 'hierarchical'
}

function damaged(what: string, whatZh: string): DecodeProblem {
  return decodeProblem('frame/damaged', `The JPEG ${what}`, `JPEG ${whatZh}`)
}

function cutInHeader(jpeg: Uint8Array): DecodeProblem {
  return damaged(
    `ends after ${jpeg.length} bytes, inside its header, with no row of the picture`,
    `在第 ${jpeg.length} 字节处、头部之内中断，没有任何图像行`
  )
}

function notJpeg(bytes: Uint8Array): DecodeProblem {
  const first = Array.from(bytes.subarray(0, 4), value => value.toString(16).toUpperCase().padStart(2, '0')).join(' ')
  const signature = SIGNATURES.find(([, ...expected]) => expected.every((value, i) => bytes[i] === value))
  const name = signature === undefined ? '' : ` (${signature[0]})`
  return decodeProblem(
    'frame/not-jpeg',
    `The frame is no JPEG: it begins with ${first}${name}`,
    `该帧不是 JPEG：开头字节为 ${first}${name}`
  )
}
