import { magnitudeOfValue } from './ac-skip-lookup'
import {
  anyCoefficient,
  firstSteps,
  firstValue,
  lastSteps,
  PAIR_MAGNITUDE_SHIFT,
  PAIR_SUM_MASK,
  PAIR_TURNS,
  PAIR_TURNS_BEHIND_DC,
  pairOf,
  secondValue
} from './ac-pair-lookup'
import { BAD_POSITION, windowAt } from './bit-window'
import { Component } from './component'
import { anyDcEntry, dcBits, dcEntry, differenceOf } from './dc-lookup'
import { SLOTS } from './memory-layout'

/**
 * Reads the coefficients of luma's blocks to where show-block.ts makes pixels of them: as the file has them, in the order
 * of the slots. Nearly all of the decoder's time goes by here, and each step waits for the one before. So tables stand where
 * the compiler knows, and the function that reads most blocks calls nothing: a call would make it keep the window in memory.
 */

/** Steps along the zigzag that the last call made: 63 and more at the end of a block, BEFORE_DC when it had none. */
export let parsedTo: i32 = 0
const BEFORE_DC: i32 = -1
/** Sum of the magnitude classes of the block's AC values so far. */
export let parsedMagnitude: u32 = 0
/** Steps at which a block is complete. */
export const WHOLE_BLOCK: i32 = 63

/** In a sum of entries, where the turns that are left stand, negative: above the magnitudes of 63 coefficients. */
const TURN: i32 = 1 << 24
const TAKEN: i32 = 63

/**
 * Reads a block as far as the look-ups know it.
 *
 * @param component Its prediction becomes the block's DC value.
 * @param coefficients COEFFICIENT_BYTES for the 63 AC values; what was there before is lost.
 * @returns Position behind what was read; see `parsedTo`.
 */
export function parseBlock(component: Component, coefficients: usize, from: u32): u32 {
  const window = windowAt(from)
  const dc = dcEntry(component.dcTable, window)
  clear(coefficients)
  if (dc == 0) {
    parsedTo = BEFORE_DC
    return from
  }
  component.prediction += differenceOf(dc, window)
  parsedMagnitude = 0
  return readPairs(coefficients, window << dc, from + dcBits(dc), 0, PAIR_TURNS_BEHIND_DC)
}

/** Reads on to the end of the block. @param from What `parseBlock` gave. @returns Position behind the block, or BAD_POSITION. */
export function parseRest(component: Component, coefficients: usize, from: u32): u32 {
  let position = from
  if (parsedTo == BEFORE_DC) {
    const window = windowAt(position)
    const dc = anyDcEntry(component.dcTable, window)
    if (dc == 0) return BAD_POSITION
    component.prediction += differenceOf(dc, window)
    parsedMagnitude = 0
    position += dcBits(dc)
    parsedTo = 0
  }
  while (parsedTo < WHOLE_BLOCK) {
    const single = anyCoefficient(component.acTable, windowAt(position))
    if (single == 0) return BAD_POSITION
    position += <u32>single & TAKEN
    parsedMagnitude += magnitudeOfValue(firstValue(single))
    parsedTo += lastSteps(single)
    store<i16>(coefficients + slotOf(parsedTo), <i16>firstValue(single))
    if (parsedTo >= WHOLE_BLOCK) break
    position = readPairs(coefficients, windowAt(position), position, parsedTo, PAIR_TURNS)
  }
  return position
}

/**
 * Reads coefficients that the look-up knows.
 *
 * @param at Steps along the zigzag that have been made.
 * @param turns Pairs that the window has bits for.
 * @returns Position behind the last of them.
 */
// @ts-ignore: a decorator of AssemblyScript
@inline
function readPairs(coefficients: usize, window: u64, position: u32, at: i32, turns: i32): u32 {
  // Bits taken from the window, magnitudes, and turns: one number that takes one addition.
  let sum = -turns * TURN
  while (true) {
    const pair = pairOf(window)
    const first = at + firstSteps(pair)
    if (first >= WHOLE_BLOCK) break
    at += lastSteps(pair)
    // The last one first: where there is no second one, its place is that of the first.
    i64.store16(coefficients + slotOf(at), <i64>secondValue(pair, window))
    i64.store16(coefficients + slotOf(first), <i64>(pair >> 32))
    sum += (<i32>pair & PAIR_SUM_MASK) + TURN
    if (at >= WHOLE_BLOCK) break
    window <<= pair
    if (sum < 0) continue
    position += sum & TAKEN
    window = windowAt(position)
    sum = (sum & ~TAKEN) - PAIR_TURNS * TURN
  }
  parsedTo = at
  parsedMagnitude += <u32>(sum & (TURN - 1)) >> PAIR_MAGNITUDE_SHIFT
  return position + (sum & TAKEN)
}

/** Distance of a coefficient in bytes. Places behind the last, where the end of a block and damage lead, have one apart. */
function slotOf(place: i32): usize {
  return <usize>load<u8>(<usize>place, SLOTS)
}

/** For so few bytes, filling memory would be a call out of the module that takes as long as the block. */
function clear(coefficients: usize): void {
  const zeros = i64x2.splat(0)
  v128.store(coefficients, zeros)
  v128.store(coefficients, zeros, 16)
  v128.store(coefficients, zeros, 32)
  v128.store(coefficients, zeros, 48)
  v128.store(coefficients, zeros, 64)
  v128.store(coefficients, zeros, 80)
  v128.store(coefficients, zeros, 96)
  v128.store(coefficients, zeros, 112)
}
