import { Component, stepsOf } from './component'
import { dequantised, halved, minus, plus, weighted } from './fixed-point'
import { WEIGHTS_4 } from './memory-layout'
import { finished, PIXEL_BIAS } from './pixels'

const ACROSS: usize = WEIGHTS_4
const UPPER: usize = WEIGHTS_4 + 10 * 16
const INNER: usize = WEIGHTS_4 + 14 * 16

/**
 * Shows a block 4 x 4 pixels large: means of 2 x 2 pixels, which are blind to the frequency 4.
 *
 * @param coefficients By slot: column by column, top to bottom.
 */
export function showBlock4(component: Component, coefficients: usize, target: usize): void {
  const steps = stepsOf(component)
  const column1 = dequantised(coefficients, steps, 1)
  const column3 = dequantised(coefficients, steps, 3)
  const column5 = dequantised(coefficients, steps, 5)
  const column7 = dequantised(coefficients, steps, 7)
  const constant = halved(dequantised(coefficients, steps, 0))
  const wave = plus(
    weighted(dequantised(coefficients, steps, 2), ACROSS),
    weighted(dequantised(coefficients, steps, 6), ACROSS + 16)
  )
  const outer = plus(
    plus(weighted(column1, ACROSS + 32), weighted(column3, ACROSS + 48)),
    plus(weighted(column5, ACROSS + 64), weighted(column7, ACROSS + 80))
  )
  const inner = plus(
    plus(weighted(column1, ACROSS + 96), weighted(column3, ACROSS + 112)),
    plus(weighted(column5, ACROSS + 128), weighted(column7, ACROSS + 144))
  )
  const outerEven = plus(constant, wave)
  const innerEven = minus(constant, wave)
  const x0 = plus(outerEven, outer)
  const x1 = plus(innerEven, inner)
  const x2 = minus(innerEven, inner)
  const x3 = minus(outerEven, outer)
  // From four columns of eight frequencies to eight rows of four pixels, two in a vector.
  const low01 = i16x8.shuffle(x0, x1, 0, 8, 1, 9, 2, 10, 3, 11)
  const high01 = i16x8.shuffle(x0, x1, 4, 12, 5, 13, 6, 14, 7, 15)
  const low23 = i16x8.shuffle(x2, x3, 0, 8, 1, 9, 2, 10, 3, 11)
  const high23 = i16x8.shuffle(x2, x3, 4, 12, 5, 13, 6, 14, 7, 15)
  const rows01 = i32x4.shuffle(low01, low23, 0, 4, 1, 5)
  const rows23 = i32x4.shuffle(low01, low23, 2, 6, 3, 7)
  const rows45 = i32x4.shuffle(high01, high23, 0, 4, 1, 5)
  const rows67 = i32x4.shuffle(high01, high23, 2, 6, 3, 7)
  // Even frequencies in the lower halves, odd ones in the upper.
  const upper = sumOf(rows01, rows23, rows45, rows67, UPPER)
  const innerRows = sumOf(rows01, rows23, rows45, rows67, INNER)
  const even = plus(i64x2.shuffle(upper, innerRows, 0, 2), i16x8.splat(PIXEL_BIAS))
  const odd = i64x2.shuffle(upper, innerRows, 1, 3)
  const bytes = finished(plus(even, odd), minus(even, odd))
  const stride = component.stride
  v128.store32_lane(target, bytes, 0)
  v128.store32_lane(target + stride, bytes, 1)
  v128.store32_lane(target + 2 * stride, bytes, 3)
  v128.store32_lane(target + 3 * stride, bytes, 2)
}

function sumOf(rows01: v128, rows23: v128, rows45: v128, rows67: v128, weights: usize): v128 {
  return plus(
    plus(weighted(rows01, weights), weighted(rows23, weights + 16)),
    plus(weighted(rows45, weights + 32), weighted(rows67, weights + 48))
  )
}
