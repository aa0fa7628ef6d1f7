/**
 * Spreads bits to bytes: all ones for each that is set, else 0; the lowest bit first.
 *
 * @param bits Address of `count` bytes; one behind them is read.
 * @param out Address of `8 * count` bytes, written; up to 8 behind them too.
 */
export function spreadBits(bits: usize, count: i32, out: usize): void {
  const places = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)
  const bitOf = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128)
  for (let i: usize = 0; i < <usize>count; i += 2) {
    const both = i8x16.swizzle(i16x8.splat(load<i16>(bits + i)), places)
    v128.store(out + 8 * i, i8x16.eq(v128.and(both, bitOf), bitOf))
  }
}
