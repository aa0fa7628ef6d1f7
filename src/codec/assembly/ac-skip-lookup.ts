import { countOf, symbolAt } from './huffman-codes'
import { AC_BITS, END_OF_BLOCK_STEPS, LOOKUP_AT, SHORT_LOOKUPS } from './memory-layout'

/**
 * The look-up that passes over AC coefficients, several at a time: for each window of AC_BITS, all codes that lie in it
 * whole, with the bits of the last one's value, which may lie behind it. Entries, u32, can be added up:
 *
 *     bits 0..5    bits taken, AC_BITS + MAX_BITS_BEHIND = 21 at most: also the distance to shift a window by, which looks
 *                  at these bits alone. Three can be added before they must be cleared
 *     bits 6..22   sum of the magnitude classes passed over (`classMagnitude`): 63 of them stay below 2^17
 *     bits 23..31  coefficients passed over; + 128 for an end of block, + 256 when the window does not tell
 *
 * So one addition and one comparison follow a block to its end. An entry may go past the end of a block, by less than 128
 * steps; then it is not used.
 */
export const TAKEN_MASK: u32 = 63
export const MAGNITUDE_SHIFT: u32 = 6
export const STEPS_SHIFT: u32 = 23
const UNKNOWN_STEPS: u32 = 256

/** Bits of a value that may lie behind the window. */
const MAX_BITS_BEHIND: u32 = 9

/** Largest size of an AC value in 8-bit pictures. */
const MAX_AC_SIZE: u32 = 10
const ZERO_RUN: u32 = 0xf0
const ZERO_RUN_STEPS: u32 = 16

/** Twice the middle of what `size` bits of value can be: 2 for 1, 5 for 2..3, 11 for 4..7, to 1535 for 512..1023. */
export function classMagnitude(size: u32): u32 {
  const bounded = min(size, MAX_AC_SIZE)
  return bounded == 0 ? 0 : bounded == 1 ? 2 : (3 << (bounded - 1)) - 1
}

/** The same for a value that is known. */
export function magnitudeOfValue(value: i32): u32 {
  return classMagnitude(32 - clz(abs(value)))
}

/** Coefficients that a symbol stands for, its zeros among them; 0 for the end of the block. */
export function symbolSteps(symbol: u32): u32 {
  if ((symbol & 15) != 0) return (symbol >> 4) + 1
  // Sizes of 0 with a run of 1..14 belong to progressive pictures; libjpeg ends the block there, and so does this.
  return symbol == ZERO_RUN ? ZERO_RUN_STEPS : 0
}

/**
 * What follows a code in a window is a window of fewer bits, so the look-ups for fewer bits are made first, and an entry is
 * the sum of a code and what those have for the rest.
 */
export function buildSkipLookup(table: usize): void {
  for (let bits: u32 = 1; bits < AC_BITS; bits++) buildFor(table, SHORT_LOOKUPS + (<usize>4 << bits), bits, 0)
  buildFor(table, table + LOOKUP_AT, AC_BITS, UNKNOWN_STEPS << STEPS_SHIFT)
}

/** @param nothing Entry for a window that holds no whole code. */
function buildFor(table: usize, lookup: usize, bits: u32, nothing: u32): void {
  let at = lookup
  let index = 0
  // Canonical codes in their order begin the windows in theirs.
  for (let length: u32 = 1; length <= bits; length++) {
    for (let i = countOf(table, length); i > 0; i--, index++) {
      const end = at + (<usize>4 << (bits - length))
      writeEntries(at, end, symbolAt(table, index), length, bits, nothing)
      at = end
    }
  }
  fill(at, lookup + (<usize>4 << bits), nothing)
}

/** Entries for all windows of `bits` bits that begin with a code of `length`. */
function writeEntries(from: usize, end: usize, symbol: u32, length: u32, bits: u32, nothing: u32): void {
  const steps = symbolSteps(symbol)
  const size = symbol & 15
  if (steps == 0) {
    fill(from, end, (END_OF_BLOCK_STEPS << STEPS_SHIFT) | length)
  } else if (size > MAX_AC_SIZE || length + size > bits + MAX_BITS_BEHIND) {
    // Left to the slow way, so that the sums keep their bounds. Bits before this window count, too.
    fill(from, end, nothing)
  } else {
    const entry = (length + size) | (classMagnitude(size) << MAGNITUDE_SHIFT) | (steps << STEPS_SHIFT)
    if (length + size >= bits) fill(from, end, entry)
    else addRest(from, end, entry, <usize>4 << (bits - length - size))
  }
}

/** An entry and what follows it, again for each value that lies between. @param bytes Length of the rest's look-up. */
function addRest(from: usize, end: usize, entry: u32, bytes: usize): void {
  const rest = SHORT_LOOKUPS + bytes
  for (let at = from; at < end; at += bytes) {
    for (let i: usize = 0; i < bytes; i += 4) store<u32>(at + i, entry + load<u32>(rest + i))
  }
}

function fill(from: usize, end: usize, entry: u32): void {
  for (let at = from; at < end; at += 4) store<u32>(at, entry)
}

/** The magnitudes in a sum of entries. */
export function magnitudeOf(sum: u32): u32 {
  return (sum << (32 - STEPS_SHIFT)) >> (32 - STEPS_SHIFT + MAGNITUDE_SHIFT)
}

/** The entry for the bits on top of a window. */
export function skipEntryOf(table: usize, window: u64): u32 {
  return load<u32>(table + (<usize>(window >> (64 - AC_BITS)) << 2), LOOKUP_AT)
}
