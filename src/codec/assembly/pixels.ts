/**
 * Pixels under way are i32, in 1/2^17 of a grey level: no weight of a coefficient passes 0.25, so weights fit 16 bits,
 * and no picture, however wrong, passes 32 bits by much; where one does, it wraps, and is wrong as it was.
 */
const PIXEL_BITS: i32 = 17
const HALF: i32 = 1 << (PIXEL_BITS - 1)
const MID_GREY: i32 = 128

/** What a DC value gives to each pixel, mid-grey and the half for rounding included. @param dc Dequantised. */
export function startOf(dc: i32): v128 {
  return i32x4.splat((dc << (PIXEL_BITS - 3)) + (MID_GREY << PIXEL_BITS) + HALF)
}

/** A level times four weights. Weights are 16 bits each, in the lower half of 32; the upper half is 0. */
export function times(level: v128, weights: usize): v128 {
  return i32x4.dot_i16x8_s(level, v128.load(weights))
}

/** Four finished pixels in the lower halves of 32 bits each, two vectors into one of 16 bits. */
export function finished(a: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(a, PIXEL_BITS), i32x4.shr_s(b, PIXEL_BITS))
}

/** Stores 2 x 2 pixels, row by row. */
export function storePixels2(target: usize, stride: usize, pixels: v128): void {
  const words = finished(pixels, pixels)
  const bytes = i8x16.narrow_i16x8_u(words, words)
  v128.store16_lane(target, bytes, 0)
  v128.store16_lane(target + stride, bytes, 1)
}

/** Stores 4 x 4 pixels, a row in each vector. */
export function storePixels4(target: usize, stride: usize, row0: v128, row1: v128, row2: v128, row3: v128): void {
  const bytes = i8x16.narrow_i16x8_u(finished(row0, row1), finished(row2, row3))
  v128.store32_lane(target, bytes, 0)
  v128.store32_lane(target + stride, bytes, 1)
  v128.store32_lane(target + 2 * stride, bytes, 2)
  v128.store32_lane(target + 3 * stride, bytes, 3)
}

/** One pixel of a DC value alone, rounded as libjpeg does. @param dc Dequantised. */
export function pixelOf(dc: i32): u8 {
  return <u8>max(0, min(255, ((dc + 4) >> 3) + MID_GREY))
}
