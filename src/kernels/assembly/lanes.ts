/** Sum of four unsigned lanes. */
// @ts-ignore: decorator
@inline
export function sumOfLanes(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  )
}

/** Eight levels, widened to 16 bits. */
// @ts-ignore: decorator
@inline
export function levelsAt(address: usize): v128 {
  return v128.load_ext<u8>(address)
}
