import { FIRST_GLYPH, GLYPH_HEIGHT_PX, GLYPH_ROWS, GLYPH_WIDTH_PX, LAST_GLYPH } from './pixel-font-glyphs.ts'

/** Pixels from one glyph to the next, at scale 1. */
const ADVANCE_PX = GLYPH_WIDTH_PX + 1

export type Rgb = readonly [number, number, number]

/** Interleaved 8-bit pixels, row-major, no padding: `width * height * channels` bytes. */
export interface PixelTarget {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}

export interface TextStyle {
  /** Whole number >= 1: pixels per font pixel. */
  readonly scale: number
  /** 0..255 each. */
  readonly colour: Rgb
  /** Fills the text's box, one font pixel wider on each side, before the text is drawn. */
  readonly background?: Rgb
  /** A line of half a font pixel (at least one pixel) around every glyph, so that text can be read on any picture. */
  readonly outline?: Rgb
}

/** Width of a text in pixels, without background or outline. 0 for an empty text. */
export function textWidthPx(text: string, scale: number): number {
  const count = [...text].length
  return count === 0 ? 0 : (count * ADVANCE_PX - 1) * scale
}

/** Height of a line of text in pixels, descenders included. */
export function textHeightPx(scale: number): number {
  return GLYPH_HEIGHT_PX * scale
}

/**
 * Draws one line of text with its top left corner at `x`, `y`; whatever lies outside the target is left out. The machine
 * needs no fonts. Characters outside printable ASCII are drawn as a question mark. Opaque: alpha becomes 255.
 *
 * @param target Written to.
 * @param x Pixels, may be negative; fractions are rounded down.
 * @param y Pixels, may be negative; fractions are rounded down.
 */
export function drawText(target: PixelTarget, x: number, y: number, text: string, style: TextStyle): void {
  const { scale, colour, background, outline } = style
  const left = Math.floor(x)
  const top = Math.floor(y)
  if (background !== undefined && text !== '') {
    const width = textWidthPx(text, scale) + 2 * scale
    fillRect(target, left - scale, top - scale, width, textHeightPx(scale) + 2 * scale, background)
  }
  if (outline !== undefined) drawGlyphs(target, left, top, text, scale, outline, Math.max(1, scale >> 1))
  drawGlyphs(target, left, top, text, scale, colour, 0)
}

/** Every set font pixel becomes a square that is `growPx` larger on each side. */
function drawGlyphs(
  target: PixelTarget,
  left: number,
  top: number,
  text: string,
  scale: number,
  colour: Rgb,
  growPx: number
): void {
  const side = scale + 2 * growPx
  let glyphLeft = left - growPx
  for (const character of text) {
    const first = glyphOffset(character)
    for (let i = 0; i < GLYPH_HEIGHT_PX * GLYPH_WIDTH_PX; i++) {
      const row = Math.floor(i / GLYPH_WIDTH_PX)
      const column = i % GLYPH_WIDTH_PX
      const bits = GLYPH_ROWS[first + row] ?? 0
      if (((bits >> (GLYPH_WIDTH_PX - 1 - column)) & 1) === 0) continue
      fillRect(target, glyphLeft + column * scale, top - growPx + row * scale, side, side, colour)
    }
    glyphLeft += ADVANCE_PX * scale
  }
}

function glyphOffset(character: string): number {
  const code = character.charCodeAt(0)
  const known = code >= FIRST_GLYPH && code <= LAST_GLYPH && character.length === 1
  return ((known ? code : '?'.charCodeAt(0)) - FIRST_GLYPH) * GLYPH_HEIGHT_PX
}

/** Fills a rectangle, clipped to the target. All values are whole pixels. */
export function fillRect(
  target: PixelTarget,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Rgb
): void {
  const { data, channels } = target
  const right = Math.min(target.width, left + width)
  const bottom = Math.min(target.height, top + height)
  for (let y = Math.max(0, top); y < bottom; y++) {
    for (let x = Math.max(0, left); x < right; x++) {
      const i = (y * target.width + x) * channels
      data[i] = colour[0]
      data[i + 1] = colour[1]
      data[i + 2] = colour[2]
      if (channels === 4) data[i + 3] = 255
    }
  }
}
