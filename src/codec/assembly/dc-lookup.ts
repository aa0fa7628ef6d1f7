import { anyCode, signedValue, singleCode, valueBehind } from './huffman-codes'
import { AC_BITS, DC_BITS, LOOKUP_AT } from './memory-layout'

/** Largest size of a DC difference in 8-bit pictures; larger ones are the work of damage. */
const MAX_DC_SIZE: u32 = 11

/**
 * Makes the look-up of DC differences: for each window of DC_BITS that holds a whole code and its value, the bits that
 * they take (bits 0..5) and the difference (bits 16..31, signed). 0 for all others.
 */
export function buildDcLookup(table: usize): void {
  for (let window: u32 = 0; window < 1 << DC_BITS; window++) {
    const code = singleCode(table, window << (AC_BITS - DC_BITS))
    const size = code & 0xff
    const bits = (code >> 8) + size
    let entry: i32 = 0
    if (code != 0 && size <= MAX_DC_SIZE && bits <= DC_BITS) {
      const value = (window >> (DC_BITS - bits)) & ((1 << size) - 1)
      entry = (signedValue(value, <i32>size) << 16) | <i32>bits
    }
    store<i32>(table + LOOKUP_AT + (<usize>window << 2), entry)
  }
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
