/**
 * Pixels under way are i16, in 1/2^PIXEL_SHIFT of a grey level and around mid-grey. Sums that no picture reaches saturate.
 */
export const PIXEL_SHIFT: i32 = 4
const MID_GREY: i32 = 128
/** What makes finished pixels of sums: mid-grey, and half a level for rounding. */
export const PIXEL_BIAS: i16 = <i16>((MID_GREY << PIXEL_SHIFT) + (1 << (PIXEL_SHIFT - 1)))

/** Sixteen pixels from two vectors of sums, the bias included. */
export function finished(first: v128, second: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.shr_s(first, PIXEL_SHIFT), i16x8.shr_s(second, PIXEL_SHIFT))
}

/** One pixel of a DC value alone, rounded as libjpeg does. @param dc Dequantised. */
export function pixelOf(dc: i32): u8 {
  return <u8>max(0, min(255, ((dc + 4) >> 3) + MID_GREY))
}
