import { Component, stepsOf } from './component'
import { dequantised, halved, minus, plus, weighted } from './fixed-point'
import { WEIGHTS_2 } from './memory-layout'
import { PIXEL_BIAS, PIXEL_SHIFT } from './pixels'

/** Products of the second pass are in 1/2^15 of those of the first. */
const SUM_SHIFT: i32 = PIXEL_SHIFT + 15

/**
 * Shows a block 2 x 2 pixels large: the mean of each quarter. Means are blind to the even frequencies.
 *
 * @param coefficients By slot: column by column, top to bottom.
 */
export function showBlock2(component: Component, coefficients: usize, target: usize): void {
  const steps = stepsOf(component)
  const even = halved(dequantised(coefficients, steps, 0))
  const low = plus(
    weighted(dequantised(coefficients, steps, 1), WEIGHTS_2),
    weighted(dequantised(coefficients, steps, 3), WEIGHTS_2 + 16)
  )
  const high = plus(
    weighted(dequantised(coefficients, steps, 5), WEIGHTS_2 + 32),
    weighted(dequantised(coefficients, steps, 7), WEIGHTS_2 + 48)
  )
  const odd = plus(low, high)
  const left = plus(even, odd)
  const right = minus(even, odd)
  // Four sums of four lanes each.
  const leftSums = twoSums(upperHalf(left), lowerHalf(left))
  const rightSums = twoSums(upperHalf(right), lowerHalf(right))
  const pixels = i32x4.add(
    i32x4.shuffle(leftSums, rightSums, 0, 4, 2, 6),
    i32x4.shuffle(leftSums, rightSums, 1, 5, 3, 7)
  )
  const levels = i32x4.shr_s(i32x4.add(pixels, i32x4.splat(<i32>PIXEL_BIAS << 15)), SUM_SHIFT)
  const words = i16x8.narrow_i32x4_s(levels, levels)
  const bytes = i8x16.narrow_i16x8_u(words, words)
  v128.store16_lane(target, bytes, 0)
  v128.store16_lane(target + component.stride, bytes, 1)
}

function upperHalf(column: v128): v128 {
  return i32x4.dot_i16x8_s(column, v128.load(WEIGHTS_2 + 64))
}

function lowerHalf(column: v128): v128 {
  return i32x4.dot_i16x8_s(column, v128.load(WEIGHTS_2 + 80))
}

/** Of each vector two sums, which are still to be added. */
function twoSums(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 1, 4, 5), i32x4.shuffle(a, b, 2, 3, 6, 7))
}
