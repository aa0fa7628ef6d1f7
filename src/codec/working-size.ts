/** Size of the working picture, and how it comes about. */
export interface WorkingSize {
  /** 1, 2, 4 or 8: what the decoder's DCT scaling divides both sides by. */
  readonly denominator: number
  /** Pixels of the scaled decode that are averaged into one along a side, >= 1. */
  readonly boxPx: number
  /** Size after DCT scaling and before averaging, pixels, both >= 1. */
  readonly decodedWidth: number
  readonly decodedHeight: number
}

const MIN_WIDTH_PX = 240
const MAX_WIDTH_PX = 480
// 480 px wide and four times as high: no camera is. Without it, judging 479 x 65,535 would cost as much as 200 frames.
const MAX_PIXELS = 1 << 20
const MAX_DENOMINATOR = 8

/**
 * The largest DCT denominator that leaves 240 px of width; a smaller picture stays as it is. What is wider than 480 px
 * even at 1/8, or far too high for its width, is averaged further in whole boxes, so that the scale stays an integer.
 *
 * @param width Pixels of the received picture, >= 1.
 * @param height Rows of the received picture, >= 1.
 */
export function workingSize(width: number, height: number): WorkingSize {
  let denominator = 1
  while (denominator < MAX_DENOMINATOR && width >= 2 * denominator * MIN_WIDTH_PX) denominator *= 2
  while (denominator < MAX_DENOMINATOR && shrunk(width, denominator) * shrunk(height, denominator) > MAX_PIXELS) {
    denominator *= 2
  }
  const decodedWidth = shrunk(width, denominator)
  const decodedHeight = shrunk(height, denominator)
  let boxPx = Math.ceil(decodedWidth / MAX_WIDTH_PX)
  while (shrunk(decodedWidth, boxPx) * shrunk(decodedHeight, boxPx) > MAX_PIXELS) boxPx++
  return { denominator, boxPx, decodedWidth, decodedHeight }
}

/** Rounds down as the decoder does: a last column or row that is not full is cut off. */
function shrunk(sidePx: number, divisor: number): number {
  return Math.max(1, Math.floor(sidePx / divisor))
}
