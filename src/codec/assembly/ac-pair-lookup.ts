import { anyCode, countOf, signedValue, symbolAt, valueBehind } from './huffman-codes'
import { MAX_DC_BITS } from './dc-lookup'
import { END_OF_BLOCK_STEPS, PAIR_BITS, PAIRS, SHORT_LOOKUPS } from './memory-layout'
import { classMagnitude, symbolSteps } from './ac-skip-lookup'

/**
 * The look-up that reads AC coefficients, two at a time. A window of PAIR_BITS tells the first one with its value, and the
 * code of the second one, whose value may lie behind the window. An entry, u64:
 *
 *     bits 0..5    bits that the pair takes, PAIR_TAKEN at most: also the distance to shift a window by, which looks at
 *                  these bits alone
 *     bits 6..15   sum of the magnitude classes of both (`classMagnitude`)
 *     bits 16..23  coefficients to go on to the last one; 128 more for the end of the block
 *     bits 24..31  the same to the first one. 1 for the end of the block, and one further than the last where a code alone
 *                  lies in the window; then the first value is 0, and so is what has been read there yet. 255 when not
 *                  even a code lies in it
 *     bits 32..47  the first value, signed; 0 for the end of the block and for a run of zeros
 *     bits 48..63  the largest second value: as many ones as it has bits; 0 where there is none
 *
 * Where the first coefficient reaches the end of the block, no second one follows it, whatever the entry says. So one
 * comparison of its place finds both entries that cannot be used.
 */
const UNKNOWN: u64 = 255 << 24
/** Where an entry's magnitudes are, and what it adds to a sum of bits and magnitudes. */
export const PAIR_MAGNITUDE_SHIFT: i32 = 6
export const PAIR_SUM_MASK: i32 = 0xffff
/** Larger values are left to the slow way: the magnitude of one fits, and so does that of what can follow it. */
const MAX_PAIR_SIZE: u32 = 9

/** More are left to the slow way, so that more pairs can be taken from one load of the window. */
const PAIR_TAKEN: u32 = PAIR_BITS + 3
/** Pairs that can be taken from a window of at least 57 bits, and from one of which a DC difference has been taken. */
export const PAIR_TURNS: i32 = 57 / PAIR_TAKEN
export const PAIR_TURNS_BEHIND_DC: i32 = (57 - MAX_DC_BITS) / PAIR_TAKEN

/** The table whose look-up stands there. Luma alone has one, so there is one place for it. */
let madeOf: usize = 0

/** The table is about to change. */
export function forgetPairLookup(table: usize): void {
  if (madeOf == table) madeOf = 0
}

/** Look-ups of single codes for fewer bits are made first: they are what can follow in a window. */
export function makePairLookup(table: usize): void {
  if (madeOf == table) return
  madeOf = table
  for (let bits: u32 = 1; bits < PAIR_BITS; bits++) buildFor(table, SHORT_LOOKUPS + (<usize>8 << bits), bits, false)
  buildFor(table, PAIRS, PAIR_BITS, true)
}

function buildFor(table: usize, lookup: usize, bits: u32, pairs: bool): void {
  let at = lookup
  let index = 0
  const nothing: u64 = pairs ? UNKNOWN : 0
  // The bits before these count, too.
  const most = bits + (PAIR_TAKEN - PAIR_BITS)
  // Canonical codes in their order begin the windows in theirs.
  for (let length: u32 = 1; length <= bits; length++) {
    for (let i = countOf(table, length); i > 0; i--, index++) {
      const end = at + (<usize>8 << (bits - length))
      const symbol = symbolAt(table, index)
      const steps = symbolSteps(symbol)
      const size = symbol & 15
      if (steps == 0) fill(at, end, endOfBlock(length))
      else if (size > MAX_PAIR_SIZE || length + size > most) fill(at, end, nothing)
      else if (pairs && length + size <= bits) writeValues(at, end, size, steps, length)
      else fill(at, end, codeAlone(steps, size, length))
      at = end
    }
  }
  fill(at, lookup + (<usize>8 << bits), nothing)
}

/** Entries for each value that can follow a code, and for what can follow that. */
function writeValues(from: usize, end: usize, size: u32, steps: u32, length: u32): void {
  const taken = length + size
  const bytes = <usize>8 << (PAIR_BITS - taken)
  let value: u32 = 0
  for (let at = from; at < end; at += bytes, value++) {
    const first = single(signedValue(value, <i32>size), steps, size, length)
    if (bytes == 8) {
      store<u64>(at, first)
    } else {
      for (let i: usize = 0; i < bytes; i += 8) store<u64>(at + i, withSecond(first, load<u64>(SHORT_LOOKUPS + bytes + i)))
    }
  }
}

/** Bits, magnitudes and steps add up; the first one's steps and value stay. */
function withSecond(first: u64, second: u64): u64 {
  return first + (second & 0xffff_0000_00ff_ffff)
}

function fill(from: usize, end: usize, entry: u64): void {
  for (let at = from; at < end; at += 8) store<u64>(at, entry)
}

/** The entry for the bits on top of a window. */
export function pairOf(window: u64): u64 {
  return load<u64>(<usize>(window >> (64 - PAIR_BITS)) << 3, PAIRS)
}

/** Steps to the first coefficient, and to the last. */
export function firstSteps(pair: u64): i32 {
  return <i32>(<u32>pair >> 24)
}

export function lastSteps(pair: u64): i32 {
  return <i32>((<u32>pair >> 16) & 255)
}

export function firstValue(pair: u64): i32 {
  return <i32>(<i16>(pair >> 32))
}

/** The second value; its bits are the last ones that the pair takes. */
export function secondValue(pair: u64, window: u64): i32 {
  const largest = <i32>(pair >> 48)
  const bits = <i32>rotl<u64>(window, pair) & largest
  // The lower half of what so many bits can say is negative (ITU-T T.81, F.2.2.1).
  return bits - (largest & ((2 * bits - largest) >> 31))
}

/** The single coefficient of any length that begins a window, as a pair without a second, its magnitude of no use; 0 when no code begins like that. */
export function anyCoefficient(table: usize, window: u64): u64 {
  const code = anyCode(table, window)
  if (code == 0) return 0
  const length = code >> 8
  const steps = symbolSteps(code & 0xff)
  if (steps == 0) return endOfBlock(length)
  const size = code & 15
  return single(valueBehind(window, length, size), steps, size, length)
}

function single(value: i32, steps: u32, size: u32, length: u32): u64 {
  return (<u64>(<u16>value) << 32) | <u64>((steps << 24) | (steps << 16) | magnitudeAndBits(size, length))
}

function codeAlone(steps: u32, size: u32, length: u32): u64 {
  const largest = (<u64>1 << size) - 1
  return (largest << 48) | <u64>(((steps + 1) << 24) | (steps << 16) | magnitudeAndBits(size, length))
}

function magnitudeAndBits(size: u32, length: u32): u32 {
  return (classMagnitude(min(size, MAX_PAIR_SIZE)) << PAIR_MAGNITUDE_SHIFT) | (length + size)
}

function endOfBlock(bits: u32): u64 {
  return <u64>((1 << 24) | ((END_OF_BLOCK_STEPS + 1) << 16) | bits)
}
