import { MAX_CORRELATION_SIDE } from './correlation-tables.ts'
import type { KernelMemory } from './kernel-memory.ts'

/** How far a plane has moved against another, as a whole. */
export interface GlobalShift {
  /** Pixels of the small plane, to the right and down, -width/2..width/2; between pixels to about 0.2. */
  shiftX: number
  shiftY: number
  /** Share of the spectrum's phases that agree with this shift, 0..1: near 0 for views that have nothing to do with each other. */
  confidence: number
}

const MIN_SIDE = 4

/**
 * Global shift by phase correlation: both planes less their means, under a Hann window, whitened, correlated. The highest
 * value tells the shift, its neighbours the part between pixels.
 *
 * @param before Row-major, `width * height` values of any unit. Read only. `after` likewise.
 * @param width A power of two from 4 to 128; `height` likewise.
 * @param out Written.
 * @throws RangeError when a side is none of these or a plane does not fit.
 * @see Foroosh, Zerubia and Berthod, "Extension of phase correlation to subpixel registration", IEEE TIP 11(3), 2002
 */
export function phaseCorrelation(
  memory: KernelMemory,
  before: Float32Array,
  after: Float32Array,
  width: number,
  height: number,
  out: GlobalShift
): void {
  if (!isSide(width) || !isSide(height) || before.length !== width * height || after.length !== width * height) {
    throw new RangeError(
      `Cannot correlate: expected planes with sides of 4 to 128, powers of two, received ${width} x ${height}, ${before.length} and ${after.length} values`
    )
  }
  const { layout, floats } = memory
  floats.set(before, layout.before / 4)
  floats.set(after, layout.after / 4)
  const windowX = layout.windows + 4 * width
  const windowY = layout.windows + 4 * height
  const { before: real, after: imaginary, spare, turns } = layout
  const peak = memory.run.correlate(real, imaginary, spare, width, height, windowX, windowY, turns)
  const x = peak % width
  const y = (peak - x) / width
  const at = (column: number, row: number): number =>
    floats[real / 4 + (row & (height - 1)) * width + (column & (width - 1))]!
  const highest = at(x, y)
  const partX = between(at(x - 1, y), highest, at(x + 1, y))
  const partY = between(at(x, y - 1), highest, at(x, y + 1))
  out.shiftX = signed(x, width) + partX
  out.shiftY = signed(y, height) + partY
  out.confidence = Math.min(1, Math.max(0, highest))
}

function isSide(side: number): boolean {
  return side >= MIN_SIDE && side <= MAX_CORRELATION_SIDE && Number.isInteger(Math.log2(side))
}

/** Shifts past half of the plane are shifts the other way. */
function signed(shift: number, side: number): number {
  return shift > side / 2 ? shift - side : shift
}

/** Part of a pixel by which the peak lies towards its higher neighbour, -0.5..0.5. */
function between(left: number, middle: number, right: number): number {
  const side = Math.max(left, right)
  if (side <= 0 || middle <= 0) return 0
  const part = side / (side + middle)
  return right > left ? part : -part
}
