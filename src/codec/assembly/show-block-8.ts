import { Component, stepsOf } from './component'
import { dequantised, halved, minus, plus, weighted } from './fixed-point'
import { WEIGHTS_8 } from './memory-layout'
import { finished, PIXEL_BIAS } from './pixels'

/** Eight vectors: the columns of a block, then its rows. */
let line0: v128 = i64x2.splat(0)
let line1: v128 = i64x2.splat(0)
let line2: v128 = i64x2.splat(0)
let line3: v128 = i64x2.splat(0)
let line4: v128 = i64x2.splat(0)
let line5: v128 = i64x2.splat(0)
let line6: v128 = i64x2.splat(0)
let line7: v128 = i64x2.splat(0)

/** Shows a block at full size. @param coefficients By slot: column by column, top to bottom. */
export function showBlock8(component: Component, coefficients: usize, target: usize): void {
  const steps = stepsOf(component)
  line0 = dequantised(coefficients, steps, 0)
  line1 = dequantised(coefficients, steps, 1)
  line2 = dequantised(coefficients, steps, 2)
  line3 = dequantised(coefficients, steps, 3)
  line4 = dequantised(coefficients, steps, 4)
  line5 = dequantised(coefficients, steps, 5)
  line6 = dequantised(coefficients, steps, 6)
  line7 = dequantised(coefficients, steps, 7)
  transformLines(i64x2.splat(0))
  transpose()
  transformLines(i16x8.splat(PIXEL_BIAS))
  const stride = component.stride
  storeRows(target, stride, finished(line0, line1))
  storeRows(target + 2 * stride, stride, finished(line2, line3))
  storeRows(target + 4 * stride, stride, finished(line4, line5))
  storeRows(target + 6 * stride, stride, finished(line6, line7))
}

function storeRows(target: usize, stride: usize, rows: v128): void {
  v128.store64_lane(target, rows, 0)
  v128.store64_lane(target + stride, rows, 1)
}

/** From frequencies to samples, in every lane. Samples mirror each other: even frequencies alike, odd ones with the other sign. */
function transformLines(bias: v128): void {
  const constant = plus(halved(line0), bias)
  const middle = halved(line4)
  const sum = plus(constant, middle)
  const difference = minus(constant, middle)
  const outer = plus(weighted(line2, WEIGHTS_8), weighted(line6, WEIGHTS_8 + 16))
  const inner = minus(weighted(line2, WEIGHTS_8 + 16), weighted(line6, WEIGHTS_8))
  const odd0 = oddPart(WEIGHTS_8 + 32)
  const odd1 = oddPart(WEIGHTS_8 + 96)
  const odd2 = oddPart(WEIGHTS_8 + 160)
  const odd3 = oddPart(WEIGHTS_8 + 224)
  const even0 = plus(sum, outer)
  const even1 = plus(difference, inner)
  const even2 = minus(difference, inner)
  const even3 = minus(sum, outer)
  line0 = plus(even0, odd0)
  line1 = plus(even1, odd1)
  line2 = plus(even2, odd2)
  line3 = plus(even3, odd3)
  line4 = minus(even3, odd3)
  line5 = minus(even2, odd2)
  line6 = minus(even1, odd1)
  line7 = minus(even0, odd0)
}

function oddPart(weights: usize): v128 {
  return plus(
    plus(weighted(line1, weights), weighted(line3, weights + 16)),
    plus(weighted(line5, weights + 32), weighted(line7, weights + 48))
  )
}

function transpose(): void {
  const a0 = low16(line0, line1)
  const a1 = high16(line0, line1)
  const a2 = low16(line2, line3)
  const a3 = high16(line2, line3)
  const a4 = low16(line4, line5)
  const a5 = high16(line4, line5)
  const a6 = low16(line6, line7)
  const a7 = high16(line6, line7)
  const b0 = low32(a0, a2)
  const b1 = high32(a0, a2)
  const b2 = low32(a1, a3)
  const b3 = high32(a1, a3)
  const b4 = low32(a4, a6)
  const b5 = high32(a4, a6)
  const b6 = low32(a5, a7)
  const b7 = high32(a5, a7)
  line0 = i64x2.shuffle(b0, b4, 0, 2)
  line1 = i64x2.shuffle(b0, b4, 1, 3)
  line2 = i64x2.shuffle(b1, b5, 0, 2)
  line3 = i64x2.shuffle(b1, b5, 1, 3)
  line4 = i64x2.shuffle(b2, b6, 0, 2)
  line5 = i64x2.shuffle(b2, b6, 1, 3)
  line6 = i64x2.shuffle(b3, b7, 0, 2)
  line7 = i64x2.shuffle(b3, b7, 1, 3)
}

function low16(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
}

function high16(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
}

function low32(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5)
}

function high32(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7)
}
