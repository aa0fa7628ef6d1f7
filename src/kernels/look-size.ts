import { BLOCK_COLUMNS, BLOCK_ROWS } from './block-grid.ts'
import { MAX_LOOK_PIXELS, MAX_LOOK_WIDTH } from './kernel-layout.ts'

/** Shape of the small picture that a scene is remembered and judged at. */
export interface LookSize {
  /** Pixels of the working picture along the side of a box that becomes one pixel, 1..8. */
  readonly boxPx: number
  /** Pixels per row, 32..160, and rows, >= 18; `width * height` is at most 19,200. */
  readonly width: number
  readonly height: number
}

/** A response summed over a larger box would not fit 16 bits. */
const MAX_BOX_PX = 8

/**
 * The largest small picture of whole boxes, or null when the picture is too small or too long for every block to have
 * 2 x 2 of its pixels.
 *
 * @param width Pixels of the working picture, >= 1. @param height Likewise.
 */
export function lookSize(width: number, height: number): LookSize | null {
  let boxPx = Math.max(1, Math.ceil(width / MAX_LOOK_WIDTH))
  while (Math.floor(width / boxPx) * Math.floor(height / boxPx) > MAX_LOOK_PIXELS) boxPx++
  const size = { boxPx, width: Math.floor(width / boxPx), height: Math.floor(height / boxPx) }
  const isLarge = size.width >= 2 * BLOCK_COLUMNS && size.height >= 2 * BLOCK_ROWS
  return boxPx <= MAX_BOX_PX && isLarge ? size : null
}
