import { anyCode, signedValue, singleCode, valueBehind } from './huffman-codes'
import { AC_BITS, END_OF_BLOCK_STEPS, PAIR_BITS, PAIRS_AT } from './memory-layout'
import { symbolSteps } from './ac-skip-lookup'

/**
 * The look-up that reads AC coefficients with their values, two at a time where both lie in one window of PAIR_BITS. An
 * entry, u64:
 *
 *     bits 0..5    bits that the pair takes: also the distance to shift a window by, which looks at these bits alone
 *     bits 6..13   coefficients to go on to the first one, itself included; 1 for the end of the block; 255 when not even
 *                  one coefficient lies in the window
 *     bits 14..23  the same to the second one, from the same place; as for the first one where there is no second; 128 more
 *                  for the end of the block
 *     bits 32..47  the first value, signed; 0 for the end of the block and for a run of zeros
 *     bits 48..63  the second value; 0 also where there is none
 *
 * Where the first coefficient reaches the end of the block, no second one follows it, whatever the entry says. So one
 * comparison of its place finds both entries that cannot be used.
 */
const UNKNOWN: u64 = 255 << 6

export function buildPairLookup(table: usize): void {
  for (let window: u32 = 0; window < 1 << PAIR_BITS; window++) {
    store<u64>(table + PAIRS_AT + (<usize>window << 3), pairIn(table, window))
  }
}

/** The entry for the bits on top of a window. */
export function pairOf(table: usize, window: u64): u64 {
  return load<u64>(table + (<usize>(window >> (64 - PAIR_BITS)) << 3), PAIRS_AT)
}

/** Steps to the first coefficient, and to the second. */
export function firstSteps(pair: u64): i32 {
  return <i32>((pair >> 6) & 255)
}

export function secondSteps(pair: u64): i32 {
  return <i32>((pair >> 14) & 1023)
}

export function firstValue(pair: u64): i32 {
  return <i32>(<i16>(pair >> 32))
}

export function secondValue(pair: u64): i32 {
  return <i32>(<i64>pair >> 48)
}

/** The single coefficient of any length that begins a window, as a pair without a second; 0 when no code begins like that. */
export function anyCoefficient(table: usize, window: u64): u64 {
  const code = anyCode(table, window)
  if (code == 0) return 0
  const length = code >> 8
  const steps = symbolSteps(code & 0xff)
  if (steps == 0) return endOfBlock(length)
  const size = code & 15
  return single(valueBehind(window, length, size), steps, length + size)
}

function single(value: i32, steps: u32, bits: u32): u64 {
  return (<u64>(<u16>value) << 32) | <u64>((steps << 14) | (steps << 6) | bits)
}

function endOfBlock(bits: u32): u64 {
  return <u64>(((END_OF_BLOCK_STEPS + 1) << 14) | (1 << 6) | bits)
}

function pairIn(table: usize, window: u32): u64 {
  const first = coefficientIn(table, window, PAIR_BITS)
  if (first == 0) return UNKNOWN
  if (<u32>secondSteps(first) > END_OF_BLOCK_STEPS) return first
  const firstBits = <u32>(first & 63)
  const rest = PAIR_BITS - firstBits
  const second = coefficientIn(table, window & ((1 << rest) - 1), rest)
  if (second == 0) return first
  const steps = <u64>(firstSteps(first) + secondSteps(second)) << 14
  const value = <u64>(<u16>firstValue(second)) << 48
  return (first & 0xffff_0000_3fc0) | steps | value | <u64>(firstBits + <u32>(second & 63))
}

/** The coefficient that begins `bits` bits and lies in them whole, or 0. */
function coefficientIn(table: usize, window: u32, bits: u32): u64 {
  const code = singleCode(table, window << (AC_BITS - bits))
  const length = code >> 8
  const size = code & 15
  const taken = length + size
  if (code == 0 || taken > bits) return 0
  const steps = symbolSteps(code & 0xff)
  if (steps == 0) return endOfBlock(length)
  const value = (window >> (bits - taken)) & ((1 << size) - 1)
  return single(signedValue(value, <i32>size), steps, taken)
}
