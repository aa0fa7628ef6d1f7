import { anyCode, countOf, symbolAt } from './huffman-codes'
import { DC_BITS, LOOKUP_AT } from './memory-layout'

/** Largest size of a DC difference in 8-bit pictures; larger ones are the work of damage. */
const MAX_DC_SIZE: u32 = 11
/** Most bits that an entry takes. */
export const MAX_DC_BITS: i32 = <i32>(DC_BITS + MAX_DC_SIZE)

/**
 * Makes the look-up of DC differences: for each window of DC_BITS that holds a whole code, the bits that the code and its
 * value take (bits 0..5), and the largest value of that size: as many ones as it has bits (bits 16..31). 0 for all others.
 */
export function buildDcLookup(table: usize): void {
  const lookup = table + LOOKUP_AT
  let at = lookup
  let index = 0
  // Canonical codes in their order begin the windows in theirs.
  for (let length: u32 = 1; length <= DC_BITS; length++) {
    for (let i = countOf(table, length); i > 0; i--, index++) {
      const entry = entryOf(symbolAt(table, index), length)
      for (const end = at + (<usize>4 << (DC_BITS - length)); at < end; at += 4) store<u32>(at, entry)
    }
  }
  memory.fill(at, 0, lookup + (4 << DC_BITS) - at)
}

/** The entry for the bits on top of a window. */
export function dcEntry(table: usize, window: u64): u32 {
  return load<u32>(table + (<usize>(window >> (64 - DC_BITS)) << 2), LOOKUP_AT)
}

/** An entry that the look-up does not have, or 0 when the code is none. */
export function anyDcEntry(table: usize, window: u64): u32 {
  const code = anyCode(table, window)
  return code == 0 ? 0 : entryOf(code & 0xff, code >> 8)
}

/** Bits of a window that an entry takes. */
export function dcBits(entry: u32): i32 {
  return entry & 63
}

/** The difference that an entry tells of, from the window that it came from. */
export function differenceOf(entry: u32, window: u64): i32 {
  const largest = <i32>(entry >> 16)
  const bits = <i32>rotl<u64>(window, entry) & largest
  // The lower half of what so many bits can say is negative (ITU-T T.81, F.2.2.1).
  return bits - (largest & ((2 * bits - largest) >> 31))
}

function entryOf(size: u32, length: u32): u32 {
  return size > MAX_DC_SIZE ? 0 : (((1 << size) - 1) << 16) | (length + size)
}
