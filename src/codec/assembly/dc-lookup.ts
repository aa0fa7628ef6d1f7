import { anyCode, countOf, signedValue, symbolAt, valueBehind } from './huffman-codes'
import { DC_BITS, LOOKUP_AT } from './memory-layout'

/** Largest size of a DC difference in 8-bit pictures; larger ones are the work of damage. */
const MAX_DC_SIZE: u32 = 11

/**
 * Makes the look-up of DC differences: for each window of DC_BITS that holds a whole code and its value, the bits that
 * they take (bits 0..5) and the difference (bits 16..31, signed). 0 for all others.
 */
export function buildDcLookup(table: usize): void {
  const lookup = table + LOOKUP_AT
  let at = lookup
  let index = 0
  // Canonical codes in their order begin the windows in theirs.
  for (let length: u32 = 1; length <= DC_BITS; length++) {
    for (let i = countOf(table, length); i > 0; i--, index++) {
      const end = at + (<usize>4 << (DC_BITS - length))
      const size = symbolAt(table, index)
      const bits = length + size
      if (size <= MAX_DC_SIZE && bits <= DC_BITS) {
        const span = <usize>4 << (DC_BITS - bits)
        for (let value: u32 = 0; value < 1 << size; value++) {
          const entry = (signedValue(value, <i32>size) << 16) | <i32>bits
          for (const next = at + span; at < next; at += 4) store<i32>(at, entry)
        }
      } else {
        memory.fill(at, 0, end - at)
      }
      at = end
    }
  }
  memory.fill(at, 0, lookup + (4 << DC_BITS) - at)
}

/** The entry for the bits on top of a window. */
export function dcEntry(table: usize, window: u64): i32 {
  return load<i32>(table + (<usize>(window >> (64 - DC_BITS)) << 2), LOOKUP_AT)
}

/**
 * A difference that the look-up does not have.
 *
 * @returns Difference << 16 | bits, as in an entry, or 0 when the code is none.
 */
export function anyDifference(table: usize, window: u64): i32 {
  const code = anyCode(table, window)
  const size = code & 0xff
  const length = code >> 8
  if (code == 0 || size > MAX_DC_SIZE) return 0
  return (valueBehind(window, length, size) << 16) | <i32>(length + size)
}
