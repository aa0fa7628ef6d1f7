import sharp from 'sharp'
import { drawText, fillRect, type PixelTarget, type Rgb, textHeightPx, textWidthPx } from '../../lib/pixel-font.ts'
import type { Caption } from './caption.ts'

/** Height of the text as a share of the picture's shorter side: read at arm's length on a thumbnail of a wall of cameras. */
const TEXT_SHARE = 0.04
/** On anything smaller the text would be all there is to see, pixels. */
const MIN_WIDTH = 96
const MIN_HEIGHT = 48
/** Most of the picture's height that the band may cover. */
const MAX_BAND_SHARE = 0.4
/** Lets the picture be guessed behind the band, 0..255. */
const BAND_ALPHA = 176
const BAND: Rgb = [16, 18, 22]
const TEXT: Rgb = [240, 240, 240]
const NORMAL: Rgb = [22, 122, 60]
const ABNORMAL: Rgb = [196, 32, 40]

export interface AnnotateOptions {
  /** JPEG quality, 1..100. */
  readonly quality: number
  /** A picture of more pixels is not decoded. */
  readonly maxPixels: number
}

/**
 * Draws the verdict as a band on the top of the picture and encodes it anew.
 *
 * @returns The JPEG as it was received when it cannot be decoded or is too small to be written on.
 */
export async function annotate(jpeg: Uint8Array, caption: Caption, options: AnnotateOptions): Promise<Uint8Array> {
  try {
    // A picture that was cut off stays evidence: its grey rest is not encoded into a picture that looks whole.
    const image = sharp(jpeg, { failOn: 'error', limitInputPixels: options.maxPixels })
    const { autoOrient } = await image.metadata()
    const band = drawBand(caption, autoOrient.width, autoOrient.height)
    if (band === null) return jpeg
    const raw = { width: band.width, height: band.height, channels: 4 as const }
    return await image
      .autoOrient()
      .toColourspace('srgb')
      .composite([{ input: Buffer.from(band.data.buffer), raw, left: 0, top: 0 }])
      .jpeg({ quality: options.quality })
      .toBuffer()
  } catch {
    return jpeg
  }
}

/**
 * The band for a picture of this size.
 *
 * @returns RGBA, as wide as the picture; null when the picture is too small.
 */
export function drawBand(caption: Caption, pictureWidth: number, pictureHeight: number): PixelTarget | null {
  if (pictureWidth < MIN_WIDTH || pictureHeight < MIN_HEIGHT) return null
  const scale = Math.max(1, Math.round((Math.min(pictureWidth, pictureHeight) * TEXT_SHARE) / textHeightPx(1)))
  const gap = 3 * scale
  const lineHeight = textHeightPx(scale) + gap
  const mostLines = Math.max(1, Math.floor((pictureHeight * MAX_BAND_SHARE - gap) / lineHeight))
  const labelWidth = textWidthPx(caption.state, scale) + 4 * scale
  const indent = labelWidth + 2 * gap
  const lines = wrap(caption.details, indent, pictureWidth - 2 * gap, scale).slice(0, mostLines)
  const band = emptyBand(pictureWidth, lines.length * lineHeight + gap)
  fillRect(band, gap, gap - scale, labelWidth, textHeightPx(scale) + 2 * scale, caption.abnormal ? ABNORMAL : NORMAL)
  drawText(band, gap + 2 * scale, gap, caption.state, { scale, colour: TEXT })
  lines.forEach((line, i) => {
    const left = gap + (i === 0 ? indent : 0)
    drawText(band, left, gap + i * lineHeight, line, { scale, colour: TEXT })
  })
  return band
}

function emptyBand(width: number, height: number): PixelTarget {
  const data = new Uint8Array(width * height * 4)
  data.set([...BAND, BAND_ALPHA])
  // What is filled is doubled until all is: pixel by pixel it would hold up the thread's cameras for 20 ms.
  for (let filled = 4; filled < data.length; filled *= 2) data.copyWithin(filled, 0, filled)
  return { data, width, height, channels: 4 }
}

/** Puts texts onto lines as they fit. The first line begins `indentPx` later; a text that fits no line has one. */
function wrap(texts: readonly string[], indentPx: number, widthPx: number, scale: number): string[] {
  const lines = ['']
  for (const text of texts) {
    const last = lines.length - 1
    const joined = lines[last] === '' ? text : `${lines[last]}  ${text}`
    const free = widthPx - (last === 0 ? indentPx : 0)
    if (textWidthPx(joined, scale) <= free) lines[last] = joined
    else lines.push(text)
  }
  return lines
}
