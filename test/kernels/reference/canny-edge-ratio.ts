import { assertPlane } from '../../../src/kernels/assert-plane.ts'

/** Planes that `cannyEdgeRatio` works in, each with a border of one pixel: `(width + 2) * (height + 2)` values. */
export interface CannyScratch {
  /** Sobel derivatives, -1020..1020. */
  readonly gradientX: Int16Array
  readonly gradientY: Int16Array
  /** L1 magnitude, 0..2040; 0 in the border. */
  readonly magnitude: Int16Array
  /** `NONE`, `CANDIDATE` or `EDGE`. */
  readonly marks: Uint8Array
  /** Indices of edge pixels whose neighbours are still to be looked at. */
  readonly stack: Int32Array
}

const NONE = 0
const CANDIDATE = 1
const EDGE = 2
// tan(22.5 degrees) in 15-bit fixed point, as in OpenCV, so that ties fall alike.
const TAN_22 = 13_573
const FIXED_BITS = 15

/** Makes scratch for pictures of up to so many pixels, whatever their shape. */
export function createCannyScratch(width: number, height: number): CannyScratch {
  const size = (width + 2) * (height + 2)
  return {
    gradientX: new Int16Array(size),
    gradientY: new Int16Array(size),
    magnitude: new Int16Array(size),
    marks: new Uint8Array(size),
    stack: new Int32Array(size)
  }
}

/**
 * Share of Canny edge pixels: Sobel 3x3, L1 magnitude, non-maximum suppression, hysteresis over 8 neighbours. The same
 * pixels as `cv2.Canny(luma, low, high)`.
 *
 * @param luma Row-major 8-bit luma, `width * height` values, 0..255. Read only.
 * @param width Pixels per row, >= 1.
 * @param height Rows, >= 1.
 * @param low Magnitude over which a pixel may be an edge, 0..2040; rounded down, as `high` is; the two are swapped when
 *   they are the wrong way round.
 * @param high Magnitude over which a pixel is an edge by itself.
 * @param scratch Planes for at least this size.
 * @returns 0..1.
 * @throws RangeError when a plane is too small for its shape.
 * @see Canny, "A Computational Approach to Edge Detection", IEEE PAMI 8(6), 1986
 */
export function cannyEdgeRatio(
  luma: Uint8Array,
  width: number,
  height: number,
  low: number,
  high: number,
  scratch: CannyScratch
): number {
  assertPlane(luma, width, height, 1)
  assertPlane(scratch.stack, width + 2, height + 2, 1)
  const lower = Math.floor(Math.min(low, high))
  const upper = Math.floor(Math.max(low, high))
  takeGradients(luma, width, height, scratch)
  const strong = thinEdges(width, height, lower, upper, scratch)
  return followEdges(width + 2, strong, scratch) / (width * height)
}

function takeGradients(luma: Uint8Array, width: number, height: number, scratch: CannyScratch): void {
  const { magnitude } = scratch
  const stride = width + 2
  magnitude.fill(0, 0, stride)
  magnitude.fill(0, (height + 1) * stride, (height + 2) * stride)
  for (let y = 0; y < height; y++) {
    const above = (y > 0 ? y - 1 : 0) * width
    const below = (y < height - 1 ? y + 1 : y) * width
    const out = (y + 1) * stride + 1
    magnitude[out - 1] = 0
    magnitude[out + width] = 0
    takeRowGradients(luma, above, y * width, below, width, out, scratch)
  }
}

/** One row; `above`, `here`, `below` and `out` are the offsets of its first pixel. */
function takeRowGradients(
  luma: Uint8Array,
  above: number,
  here: number,
  below: number,
  width: number,
  out: number,
  { gradientX, gradientY, magnitude }: CannyScratch
): void {
  // Sums and differences down a column, of the columns left of, at and right of x; the border repeats.
  let sum = luma[above]! + 2 * luma[here]! + luma[below]!
  let step = luma[below]! - luma[above]!
  let leftSum = sum
  let leftStep = step
  for (let x = 0; x < width; x++) {
    const right = x + 1 < width ? x + 1 : x
    const top = luma[above + right]!
    const bottom = luma[below + right]!
    const rightSum = top + 2 * luma[here + right]! + bottom
    const rightStep = bottom - top
    const gx = rightSum - leftSum
    const gy = leftStep + 2 * step + rightStep
    gradientX[out + x] = gx
    gradientY[out + x] = gy
    magnitude[out + x] = Math.abs(gx) + Math.abs(gy)
    leftSum = sum
    leftStep = step
    sum = rightSum
    step = rightStep
  }
}

/** Marks the ridges of the magnitude and puts the strong ones on the stack. @returns How many those are. */
function thinEdges(width: number, height: number, low: number, high: number, scratch: CannyScratch): number {
  const { magnitude, marks, stack } = scratch
  const stride = width + 2
  marks.fill(NONE, 0, stride * (height + 2))
  let strong = 0
  for (let y = 1; y <= height; y++) {
    for (let i = y * stride + 1, end = i + width; i < end; i++) {
      const size = magnitude[i]!
      if (size <= low || !isRidge(i, stride, scratch)) continue
      if (size > high) {
        marks[i] = EDGE
        stack[strong++] = i
      } else {
        marks[i] = CANDIDATE
      }
    }
  }
  return strong
}

/** True when the magnitude is greatest across the edge. Of two equal neighbours the one to the left or above wins. */
function isRidge(i: number, stride: number, { gradientX, gradientY, magnitude }: CannyScratch): boolean {
  const size = magnitude[i]!
  const gx = gradientX[i]!
  const gy = gradientY[i]!
  const across = Math.abs(gx)
  // Neither this nor tan67 passes 1020 * 2^17: within 32 bits.
  const down = Math.abs(gy) << FIXED_BITS
  const tan22 = across * TAN_22
  if (down < tan22) return size > magnitude[i - 1]! && size >= magnitude[i + 1]!
  // tan(67.5 degrees) = tan(22.5 degrees) + 2
  const tan67 = tan22 + (across << (FIXED_BITS + 1))
  if (down > tan67) return size > magnitude[i - stride]! && size >= magnitude[i + stride]!
  const slope = (gx ^ gy) < 0 ? -1 : 1
  return size > magnitude[i - stride - slope]! && size > magnitude[i + stride + slope]!
}

/** Turns candidates that touch an edge into edges. @returns How many edges there are in the end. */
function followEdges(stride: number, strong: number, { marks, stack }: CannyScratch): number {
  let edges = strong
  let depth = strong
  while (depth > 0) {
    const middle = stack[--depth]!
    for (let row = middle - stride; row <= middle + stride; row += stride) {
      for (let i = row - 1; i <= row + 1; i++) {
        if (marks[i] !== CANDIDATE) continue
        marks[i] = EDGE
        stack[depth++] = i
        edges++
      }
    }
  }
  return edges
}
