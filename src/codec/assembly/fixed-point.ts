/**
 * Arithmetic of the inverse transforms (ITU-T T.81, A.3.3) on eight 16-bit lanes. Along one side, a sample is
 *
 *     c(0) / 2 + sum over f > 0 of c(f) * weight(f, sample)
 *
 * of the coefficients c, which is the transform but for a factor of sqrt(8) / 2: twice that makes the 4 between coefficients
 * that are 8 times too large (STEP_SHIFT) and pixels in 1/16 of a level (PIXEL_SHIFT). Weights are in 1/2^15; the host writes
 * them (transform-weights.ts). A product is rounded, so a pixel is right within about a tenth of a level.
 */

/** Coefficients of one row or column, dequantised. */
export function dequantised(coefficients: usize, steps: usize, row: usize): v128 {
  return i16x8.mul(v128.load(coefficients + row * 16), v128.load(steps + row * 16))
}

export function halved(lanes: v128): v128 {
  return i16x8.shr_s(lanes, 1)
}

/** Lanes times the weights at an address. */
export function weighted(lanes: v128, weights: usize): v128 {
  return i16x8.q15mulr_sat_s(lanes, v128.load(weights))
}

export function plus(a: v128, b: v128): v128 {
  return i16x8.add_sat_s(a, b)
}

export function minus(a: v128, b: v128): v128 {
  return i16x8.sub_sat_s(a, b)
}
