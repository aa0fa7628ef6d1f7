import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/** No magnitude is over this: 1020 across and 1020 down. */
const MAX_MAGNITUDE = 2040

/**
 * Share of Canny edge pixels: Sobel 3x3, L1 magnitude, non-maximum suppression, hysteresis over 8 neighbours. The same
 * pixels as `cv2.Canny(luma, low, high)`.
 *
 * @param low Magnitude over which a pixel may be an edge, 0..2040; rounded down, as `high` is; the two are swapped when
 *   they are the wrong way round.
 * @param high Magnitude over which a pixel is an edge by itself.
 * @returns 0..1.
 * @throws RangeError when the plane has not been put.
 * @see Canny, "A Computational Approach to Edge Detection", IEEE PAMI 8(6), 1986
 */
export function cannyEdgeRatio(memory: KernelMemory, name: PlaneName, low: number, high: number): number {
  const { address, width, height } = memory.plane(name)
  const { rows, marks, stack } = memory.layout
  const lower = threshold(Math.min(low, high))
  const upper = threshold(Math.max(low, high))
  return memory.run.cannyEdges(address, width, height, lower, upper, rows, marks, stack) / (width * height)
}

/** Whole, and within what magnitudes can be, where it decides nothing any more. */
function threshold(value: number): number {
  return Math.floor(Math.min(MAX_MAGNITUDE, Math.max(-1, value)))
}
