import { anyCoefficient, lastSteps, firstValue } from './ac-pair-lookup'
import { MAGNITUDE_SHIFT, magnitudeOf, magnitudeOfValue, skipEntryOf, STEPS_SHIFT, TAKEN_MASK } from './ac-skip-lookup'
import { BAD_POSITION, windowAt } from './bit-window'
import { Component } from './component'
import { anyDcEntry, dcBits, dcEntry, differenceOf } from './dc-lookup'
import { END_OF_BLOCK_STEPS } from './memory-layout'
import { pixelOf } from './pixels'

/** Steps at which a block is complete without an end of block. */
const COMPLETE: u32 = 63 << STEPS_SHIFT

/** Of the last block: sum of the magnitude classes of its AC values. */
export let skippedMagnitude: u32 = 0

/**
 * Decodes a block to the one pixel that its DC value gives, and passes over its other coefficients. Calls nothing on the way
 * of most blocks, as parse-block.ts says.
 *
 * @param target Where the pixel goes.
 * @returns Position behind the block, or BAD_POSITION.
 */
export function skipBlock(component: Component, target: usize, from: u32): u32 {
  const table = component.acTable
  let window = windowAt(from)
  const dc = dcEntry(component.dcTable, window)
  if (dc == 0) return skipSlowly(component, target, from)
  const difference = differenceOf(dc, window)
  let position = from + dcBits(dc)
  // Of a window of 57 bits, a difference takes 20 at most, and an entry 21. Only the codes must lie in it: a second entry
  // has 16 bits left to look at here, and a third one has 15 where none has gone to a difference.
  window <<= <u64>dc
  let entry = skipEntryOf(table, window)
  let sum = entry
  if (sum < COMPLETE) {
    window <<= <u64>entry
    sum += skipEntryOf(table, window)
  }
  while (sum < COMPLETE) {
    position += sum & TAKEN_MASK
    sum &= ~TAKEN_MASK
    window = windowAt(position)
    entry = skipEntryOf(table, window)
    sum += entry
    if (sum >= COMPLETE) break
    window <<= <u64>entry
    entry = skipEntryOf(table, window)
    sum += entry
    if (sum >= COMPLETE) break
    window <<= <u64>entry
    sum += skipEntryOf(table, window)
  }
  // Not ended by an end of block with fewer than 63 coefficients before it: a few blocks.
  if ((sum >> STEPS_SHIFT) - END_OF_BLOCK_STEPS >= 63) return skipSlowly(component, target, from)
  component.prediction += difference
  store<u8>(target, pixelOf(component.prediction * component.dcStep))
  skippedMagnitude = magnitudeOf(sum)
  return position + (sum & TAKEN_MASK)
}

/** The same, one coefficient after the other. */
function skipSlowly(component: Component, target: usize, from: u32): u32 {
  const window = windowAt(from)
  const dc = anyDcEntry(component.dcTable, window)
  if (dc == 0) return BAD_POSITION
  component.prediction += differenceOf(dc, window)
  let position = from + dcBits(dc)
  let sum: u32 = 0
  for (let at = 0; at < 63; ) {
    const coefficient = anyCoefficient(component.acTable, windowAt(position))
    if (coefficient == 0) return BAD_POSITION
    position += <u32>coefficient & TAKEN_MASK
    sum += magnitudeOfValue(firstValue(coefficient)) << MAGNITUDE_SHIFT
    // Past the end is where damage leads, and some encoders; libjpeg lets it pass, and so does this.
    at += lastSteps(coefficient)
  }
  store<u8>(target, pixelOf(component.prediction * component.dcStep))
  skippedMagnitude = magnitudeOf(sum)
  return position
}
