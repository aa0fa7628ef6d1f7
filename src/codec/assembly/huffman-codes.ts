import { AC_BITS, CODES_AT, SINGLE_AT } from './memory-layout'

/** Longest code of a JPEG, bits. */
const MAX_CODE_BITS: u32 = 16

/** What is known of the codes of one length (ITU-T T.81, F.2.2.3). */
@unmanaged
class CodesOfLength {
  /** Code behind the last one, moved up to 16 bits: a window below it begins with a code of this length or shorter. */
  limit: u32
  /** Add it to a code to get the index of its symbol. */
  offset: i32
}

function codesOfLength(table: usize, bits: u32): CodesOfLength {
  return changetype<CodesOfLength>(table + CODES_AT + <usize>bits * offsetof<CodesOfLength>())
}

/** Symbol of one index. The caller has checked that it is below 256. */
export function symbolAt(table: usize, index: i32): u32 {
  return <u32>load<u8>(table + 16 + <usize>index)
}

/** How many codes have a length, 1..16 bits. */
export function countOf(table: usize, bits: u32): i32 {
  return <i32>load<u8>(table + <usize>bits - 1)
}

/**
 * Makes the canonical codes of a table from its 16 counts and its symbols, and a look-up of single codes.
 *
 * @param table Its area; the specification stands at its beginning.
 * @returns False when the counts are impossible: more than 256 symbols, or more codes of a length than there can be.
 */
export function buildCodes(table: usize): bool {
  let code = 0
  let index = 0
  for (let bits: u32 = 1; bits <= MAX_CODE_BITS; bits++) {
    const count = countOf(table, bits)
    if (index + count > 256 || code + count > 1 << bits) return false
    const codes = codesOfLength(table, bits)
    codes.offset = index - code
    code += count
    index += count
    codes.limit = <u32>code << (MAX_CODE_BITS - bits)
    code <<= 1
  }
  buildSingle(table)
  return true
}

/** Look-up of the code that begins a window of AC_BITS: its length in the high byte, its symbol in the low one, or 0. */
function buildSingle(table: usize): void {
  const single = table + SINGLE_AT
  memory.fill(single, 0, 2 << AC_BITS)
  let at = single
  let index = 0
  for (let bits: u32 = 1; bits <= AC_BITS; bits++) {
    const count = countOf(table, bits)
    const span: usize = 2 << (AC_BITS - bits)
    for (let i = 0; i < count; i++, index++, at += span) {
      const entry = <u16>((bits << 8) | symbolAt(table, index))
      for (let to = at; to < at + span; to += 2) store<u16>(to, entry)
    }
  }
}

/** The code that begins a window of AC_BITS bits. @returns Length << 8 | symbol, or 0 when it is longer or none. */
export function singleCode(table: usize, window: u32): u32 {
  return <u32>load<u16>(table + SINGLE_AT + (<usize>window << 1))
}

/**
 * The code of any length that begins a window.
 *
 * @returns Length << 8 | symbol, or 0 when no code begins like that.
 */
export function anyCode(table: usize, window: u64): u32 {
  const short = singleCode(table, <u32>(window >> (64 - AC_BITS)))
  if (short != 0) return short
  const top = <u32>(window >> 48)
  for (let bits = AC_BITS + 1; bits <= MAX_CODE_BITS; bits++) {
    const codes = codesOfLength(table, bits)
    if (top >= codes.limit) continue
    const index = <i32>(top >> (MAX_CODE_BITS - bits)) + codes.offset
    return (bits << 8) | symbolAt(table, index)
  }
  return 0
}

/** The value behind a code of `length` bits in a window, of `size` bits, 0..15. */
export function valueBehind(window: u64, length: u32, size: u32): i32 {
  return size == 0 ? 0 : signedValue(<u32>((window << length) >> (64 - size)), <i32>size)
}

/** The value that JPEG writes as `size` bits: the upper half of their range is positive, the lower negative (F.2.2.1). */
export function signedValue(bits: u32, size: i32): i32 {
  if (size == 0) return 0
  return <i32>bits < 1 << (size - 1) ? <i32>bits - (1 << size) + 1 : <i32>bits
}
