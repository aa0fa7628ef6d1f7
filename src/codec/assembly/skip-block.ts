import { anyCoefficient, secondSteps, firstValue } from './ac-pair-lookup'
import { classMagnitude, MAGNITUDE_SHIFT, magnitudeOf, skipEntryOf, STEPS_SHIFT, TAKEN_MASK } from './ac-skip-lookup'
import { BAD_POSITION, windowAt } from './bit-window'
import { Component, stepOf } from './component'
import { anyDifference, dcEntry } from './dc-lookup'
import { END_OF_BLOCK_STEPS } from './memory-layout'
import { pixelOf } from './pixels'

/** Steps at which a block is complete without an end of block. */
const COMPLETE: u32 = 63 << STEPS_SHIFT

/** Of the last block: sum of |value * step| of the coefficients passed over, estimated from their magnitude classes. */
export let skippedEnergy: i32 = 0

/**
 * Decodes a block to the one pixel that its DC value gives, and passes over its other coefficients.
 *
 * @param target Where the pixel goes.
 * @returns Position behind the block, or BAD_POSITION.
 */
export function skipBlock(component: Component, target: usize, from: u32): u32 {
  const table = component.acTable
  let window = windowAt(from)
  let dc = dcEntry(component.dcTable, window)
  if (dc == 0) {
    dc = anyDifference(component.dcTable, window)
    if (dc == 0) return BAD_POSITION
  }
  component.prediction += dc >> 16
  let position = from + (dc & 63)
  // A difference of the look-up takes 11 bits at most, an entry 22: two entries are in the same window.
  if ((dc & 63) > 11) window = windowAt(position)
  else window <<= <u64>(<u32>dc)
  let sum: u32 = 0
  while (true) {
    let entry = skipEntryOf(table, window)
    let before = sum
    sum += entry
    if (sum < COMPLETE) {
      window <<= <u64>entry
      entry = skipEntryOf(table, window)
      before = sum
      sum += entry
      if (sum < COMPLETE) {
        position += sum & TAKEN_MASK
        sum &= ~TAKEN_MASK
        window = windowAt(position)
        continue
      }
    }
    // Ended by an end of block, with fewer than 63 coefficients before it: all but a few blocks.
    if ((sum >> STEPS_SHIFT) - END_OF_BLOCK_STEPS < 63) {
      position += sum & TAKEN_MASK
      break
    }
    // The window did not tell, or went past the end of the block: back, and one coefficient the slow way.
    position += before & TAKEN_MASK
    sum = before & ~TAKEN_MASK
    const coefficient = anyCoefficient(table, windowAt(position))
    if (coefficient == 0) return BAD_POSITION
    position += <u32>coefficient & TAKEN_MASK
    sum += classMagnitude(32 - clz(abs(firstValue(coefficient)))) << MAGNITUDE_SHIFT
    // Past the end is where damage leads, and some encoders; libjpeg lets it pass, and so does this.
    if ((sum >> STEPS_SHIFT) + <u32>secondSteps(coefficient) >= 63) break
    sum += <u32>secondSteps(coefficient) << STEPS_SHIFT
    window = windowAt(position)
  }
  store<u8>(target, pixelOf(component.prediction * stepOf(component, 0)))
  skippedEnergy = <i32>((<u64>magnitudeOf(sum) * component.halfStep256) >> 8)
  return position
}
