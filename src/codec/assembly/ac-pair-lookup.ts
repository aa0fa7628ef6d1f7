import { anyCode, countOf, signedValue, symbolAt, valueBehind } from './huffman-codes'
import { END_OF_BLOCK_STEPS, PAIR_BITS, PAIRS_AT, SHORT_LOOKUPS } from './memory-layout'
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

/** Look-ups of single coefficients for fewer bits are made first: they are what can follow in a window. */
export function buildPairLookup(table: usize): void {
  for (let bits: u32 = 1; bits < PAIR_BITS; bits++) buildFor(table, SHORT_LOOKUPS + (<usize>8 << bits), bits, false)
  buildFor(table, table + PAIRS_AT, PAIR_BITS, true)
}

function buildFor(table: usize, lookup: usize, bits: u32, pairs: bool): void {
  let at = lookup
  let index = 0
  const nothing: u64 = pairs ? UNKNOWN : 0
  // Canonical codes in their order begin the windows in theirs.
  for (let length: u32 = 1; length <= bits; length++) {
    for (let i = countOf(table, length); i > 0; i--, index++) {
      const end = at + (<usize>8 << (bits - length))
      const symbol = symbolAt(table, index)
      const steps = symbolSteps(symbol)
      const taken = length + (symbol & 15)
      if (steps == 0) fill(at, end, endOfBlock(length))
      else if (taken > bits) fill(at, end, nothing)
      else writeValues(at, end, symbol & 15, steps, taken, <usize>8 << (bits - taken), pairs)
      at = end
    }
  }
  fill(at, lookup + (<usize>8 << bits), nothing)
}

/** Entries for each value that can follow a code. @param bytes Length of the look-up for what follows the value. */
function writeValues(from: usize, end: usize, size: u32, steps: u32, taken: u32, bytes: usize, pairs: bool): void {
  let value: u32 = 0
  for (let at = from; at < end; at += bytes, value++) {
    const first = single(signedValue(value, <i32>size), steps, taken)
    if (!pairs || bytes == 8) {
      fill(at, at + bytes, first)
    } else {
      for (let i: usize = 0; i < bytes; i += 8) store<u64>(at + i, withSecond(first, load<u64>(SHORT_LOOKUPS + bytes + i)))
    }
  }
}

function withSecond(first: u64, second: u64): u64 {
  if (second == 0) return first
  const bits = (first & 63) + (second & 63)
  const steps = <u64>(firstSteps(first) + secondSteps(second)) << 14
  const value = <u64>(<u16>firstValue(second)) << 48
  return (first & 0xffff_0000_3fc0) | steps | value | bits
}

function fill(from: usize, end: usize, entry: u64): void {
  for (let at = from; at < end; at += 8) store<u64>(at, entry)
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
