import { selectValue } from './select-value'

/**
 * Divides sums by the pixels that they are of, and takes two of the means.
 *
 * @param sums Address of `count` f64. @param pixels As many f64, none 0.
 * @param low Place of the one mean if all were sorted, 0 .. high - 1. @param high Of the other, up to count - 1.
 * @param values Scratch, as many f64.
 * @param out Two f64, written.
 */
export function meanQuantiles(
  sums: usize,
  pixels: usize,
  count: i32,
  low: i32,
  high: i32,
  values: usize,
  out: usize
): void {
  for (let i = 0; i < count; i++) {
    const at = 8 * <usize>i
    store<f64>(values + at, load<f64>(sums + at) / load<f64>(pixels + at))
  }
  store<f64>(out, selectValue(values, count, high), 8)
  // What is smaller stands before it now.
  store<f64>(out, selectValue(values, high, low))
}
