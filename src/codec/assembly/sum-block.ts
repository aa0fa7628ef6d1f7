import { anyCoefficient, firstSteps, firstValue, pairOf, secondSteps, secondValue } from './ac-pair-lookup'
import { BAD_POSITION, firstLoad, windowAt } from './bit-window'
import { Component, outerMask, stepOf } from './component'
import { anyDifference, dcEntry } from './dc-lookup'
import { BASIS_2, BASIS_4 } from './memory-layout'
import { startOf, storePixels2, storePixels4 } from './pixels'
import { addToQuadrant, clearQuadrants, storeQuadrants } from './quadrants'

/** Of the last block: sum of |value * step| of the coefficients that its pixels do not show. */
export let outerEnergy: i32 = 0

/**
 * Decodes a block and adds up the pixels that its coefficients give: each is a small picture of its own, times its value.
 * Most blocks have few coefficients, so this costs less than a transform that takes all of them.
 *
 * @typeParam Row One row of the block's pixels: u16 for 2 x 2, u32 for 4 x 4, u64 for 8 x 8.
 * @param target Where the block's first pixel goes.
 * @returns Position behind the block, or BAD_POSITION.
 */
export function sumBlock<Row>(component: Component, target: usize, from: u32): u32 {
  const table = component.acTable
  let window = windowAt(from)
  let dc = dcEntry(component.dcTable, window)
  if (dc == 0) {
    dc = anyDifference(component.dcTable, window)
    if (dc == 0) return BAD_POSITION
  }
  component.prediction += dc >> 16
  const start = startOf(component.prediction * stepOf(component, 0))
  let row0 = start
  let row1 = start
  let row2 = start
  let row3 = start
  if (sizeof<Row>() == 8) clearQuadrants(start)
  let position = from + (dc & 63)
  // The window is topped up at every step: `held` bits of it are counted, and the next come from `next` on.
  let next = firstLoad - <usize>(position >> 3) - 7
  let held: u64 = 56 - (position & 7)
  window = windowAt(position)
  let at: i32 = 0
  let energy = i32x4.splat(0)
  while (at < 63) {
    let pair = pairOf(table, window)
    if (at + firstSteps(pair) >= 63) {
      pair = anyCoefficient(table, window)
      if (pair == 0) return BAD_POSITION
    }
    window <<= pair
    held -= pair & 63
    window |= load<u64>(next) >> held
    next -= <usize>((63 - held) >> 3)
    held |= 56
    // Behind the end of a block, where values are 0, the place has no meaning; past the last place only damage leads.
    const first = <usize>((at + firstSteps(pair)) & 63)
    at += secondSteps(pair)
    const second = <usize>(at & 63)
    const firstLevel = i32x4.splat(firstValue(pair) * stepOf(component, first))
    const secondLevel = i32x4.splat(secondValue(pair) * stepOf(component, second))
    if (sizeof<Row>() == 2) {
      row0 = i32x4.add(row0, i32x4.dot_i16x8_s(firstLevel, v128.load(first << 4, BASIS_2)))
      row0 = i32x4.add(row0, i32x4.dot_i16x8_s(secondLevel, v128.load(second << 4, BASIS_2)))
    } else if (sizeof<Row>() == 4) {
      row0 = i32x4.add(row0, i32x4.dot_i16x8_s(firstLevel, v128.load(first << 6, BASIS_4)))
      row1 = i32x4.add(row1, i32x4.dot_i16x8_s(firstLevel, v128.load(first << 6, BASIS_4 + 16)))
      row2 = i32x4.add(row2, i32x4.dot_i16x8_s(firstLevel, v128.load(first << 6, BASIS_4 + 32)))
      row3 = i32x4.add(row3, i32x4.dot_i16x8_s(firstLevel, v128.load(first << 6, BASIS_4 + 48)))
      row0 = i32x4.add(row0, i32x4.dot_i16x8_s(secondLevel, v128.load(second << 6, BASIS_4)))
      row1 = i32x4.add(row1, i32x4.dot_i16x8_s(secondLevel, v128.load(second << 6, BASIS_4 + 16)))
      row2 = i32x4.add(row2, i32x4.dot_i16x8_s(secondLevel, v128.load(second << 6, BASIS_4 + 32)))
      row3 = i32x4.add(row3, i32x4.dot_i16x8_s(secondLevel, v128.load(second << 6, BASIS_4 + 48)))
    } else {
      addToQuadrant(firstLevel, first)
      addToQuadrant(secondLevel, second)
    }
    energy = i32x4.add(energy, magnitudeOf(firstLevel, outerMask(component, first)))
    energy = i32x4.add(energy, magnitudeOf(secondLevel, outerMask(component, second)))
  }
  outerEnergy = i32x4.extract_lane(energy, 0)
  if (sizeof<Row>() == 2) storePixels2(target, component.stride, row0)
  else if (sizeof<Row>() == 4) storePixels4(target, component.stride, row0, row1, row2, row3)
  else storeQuadrants(target, component.stride)
  return (<u32>(firstLoad - next) << 3) - <u32>held
}

/** |level| where the coefficient is not shown, else 0; in the first lane. */
function magnitudeOf(level: v128, mask: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.abs(level), mask)
}
