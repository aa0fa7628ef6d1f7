// tan(22.5 degrees) in 15-bit fixed point, as in OpenCV, so that ties fall alike.
const TAN_22: u16 = 13_573
const FIXED_BITS: i32 = 15

/**
 * The greatest whole number under `across * tan(22.5 degrees)`, in 8 lanes. With `t` for that product and `f` for what
 * this gives: `down < t` is `down <= f`, and `down > across * tan(67.5 degrees)`, which is `down - 2 * across > t`, is
 * `down - 2 * across > f`, since `t` is never whole (13,573 is odd) but for `across` = 0.
 *
 * @param across Absolute derivatives, 0..1020, i16.
 */
// @ts-ignore: decorator
@inline
export function underTan22(across: v128): v128 {
  const tangent = i16x8.splat(TAN_22)
  const low = i32x4.shr_u(i32x4.extmul_low_i16x8_u(across, tangent), FIXED_BITS)
  const high = i32x4.shr_u(i32x4.extmul_high_i16x8_u(across, tangent), FIXED_BITS)
  return i16x8.narrow_i32x4_s(low, high)
}
