import { BITS_PAD_BYTES } from './memory-layout'

/**
 * Bits of a scan that was laid out backwards (unstuff.ts): the first byte has the highest address. So one unaligned
 * little-endian load gives eight bytes with the first one on top, which is the order of the bits. Walkers hand the
 * position of the next bit from one to the other, and look at the bits from there through a window.
 */

/** What takes the place of a position when the bits there are no code. */
export const BAD_POSITION: u32 = u32.MAX_VALUE

/** Address of the first eight bytes. */
export let firstLoad: usize = 0
/** How many bits there are. Behind them are zeros enough for one block. */
export let bitsAvailable: u32 = 0

/** Begins at the bytes below `top` down to `bottom`; the padding goes below that. */
export function beginBits(top: usize, bottom: usize): void {
  firstLoad = top - 8
  bitsAvailable = <u32>(top - bottom) << 3
  memory.fill(bottom - BITS_PAD_BYTES, 0, BITS_PAD_BYTES)
}

/** At least 57 bits from a position on, the first on top. */
export function windowAt(position: u32): u64 {
  return load<u64>(firstLoad - <usize>(position >> 3)) << (position & 7)
}
