import { singleCode } from './huffman-codes'
import { AC_BITS, END_OF_BLOCK_STEPS, LOOKUP_AT } from './memory-layout'

/**
 * The look-up that passes over AC coefficients, several at a time: for each window of AC_BITS, all codes that lie in it
 * whole, with the bits of the last one's value, which may lie behind it. Entries, u32, can be added up:
 *
 *     bits 0..5    bits taken, 22 at most: also the distance to shift a window by, which looks at these bits alone. Two
 *                  can be added before they must be cleared
 *     bits 6..22   sum of the magnitude classes passed over (`classMagnitude`): 63 of them stay below 2^17
 *     bits 23..31  coefficients passed over; + 128 for an end of block, + 256 when the window does not tell
 *
 * So one addition and one comparison follow a block to its end.
 */
export const TAKEN_MASK: u32 = 63
export const MAGNITUDE_SHIFT: u32 = 6
export const STEPS_SHIFT: u32 = 23
const UNKNOWN_STEPS: u32 = 256

/** Largest size of an AC value in 8-bit pictures. */
const MAX_AC_SIZE: u32 = 10
const ZERO_RUN: u32 = 0xf0
const ZERO_RUN_STEPS: u32 = 16

/** Twice the middle of what `size` bits of value can be: 2 for 1, 5 for 2..3, 11 for 4..7, to 1535 for 512..1023. */
export function classMagnitude(size: u32): u32 {
  const bounded = min(size, MAX_AC_SIZE)
  return bounded == 0 ? 0 : bounded == 1 ? 2 : (3 << (bounded - 1)) - 1
}

/** Coefficients that a symbol stands for, its zeros among them; 0 for the end of the block. */
export function symbolSteps(symbol: u32): u32 {
  if ((symbol & 15) != 0) return (symbol >> 4) + 1
  // Sizes of 0 with a run of 1..14 belong to progressive pictures; libjpeg ends the block there, and so does this.
  return symbol == ZERO_RUN ? ZERO_RUN_STEPS : 0
}

export function buildSkipLookup(table: usize): void {
  for (let window: u32 = 0; window < 1 << AC_BITS; window++) {
    store<u32>(table + LOOKUP_AT + (<usize>window << 2), skipEntry(table, window))
  }
}

function skipEntry(table: usize, window: u32): u32 {
  let bits: u32 = 0
  let steps: u32 = 0
  let magnitude: u32 = 0
  while (bits < AC_BITS) {
    const code = singleCode(table, (window << bits) & ((1 << AC_BITS) - 1))
    const length = code >> 8
    if (code == 0 || length > AC_BITS - bits) break
    const symbol = code & 0xff
    const advance = symbolSteps(symbol)
    if (advance == 0) {
      steps += END_OF_BLOCK_STEPS
      bits += length
      break
    }
    const size = symbol & 15
    // Left to the slow way, so that the sums above keep their bounds.
    if (size > MAX_AC_SIZE || steps + advance > 63) break
    steps += advance
    magnitude += classMagnitude(size)
    bits += length + size
  }
  if (bits == 0) steps = UNKNOWN_STEPS
  return bits | (magnitude << MAGNITUDE_SHIFT) | (steps << STEPS_SHIFT)
}

/** The magnitudes in a sum of entries. */
export function magnitudeOf(sum: u32): u32 {
  return (sum << (32 - STEPS_SHIFT)) >> (32 - STEPS_SHIFT + MAGNITUDE_SHIFT)
}

/** The entry for the bits on top of a window. */
export function skipEntryOf(table: usize, window: u64): u32 {
  return load<u32>(table + (<usize>(window >> (64 - AC_BITS)) << 2), LOOKUP_AT)
}
