import { sumOfLanes } from './lanes'

/** Vectors whose pairs of levels add up within 16 bits: 128 times 510. */
const VECTORS: i32 = 128

/**
 * Sum of so many levels, exact: 2^24 of 255 fit 32 bits.
 *
 * @param levels Address of 8-bit values.
 */
export function sumOf(levels: usize, count: i32): u32 {
  const vectorEnd = levels + (count & ~15)
  let sums = i32x4.splat(0)
  let at = levels
  while (at < vectorEnd) {
    let pairs = i16x8.splat(0)
    for (const stop = min(vectorEnd, at + 16 * VECTORS); at < stop; at += 16) {
      pairs = i16x8.add(pairs, i16x8.extadd_pairwise_i8x16_u(v128.load(at)))
    }
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs))
  }
  let sum = sumOfLanes(sums)
  for (const end = levels + count; at < end; at++) sum += load<u8>(at)
  return sum
}
