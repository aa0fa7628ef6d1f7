/**
 * Where everything lives in the module's memory. Fixed areas first, one behind the other; behind them, per frame: the
 * input, the scan without its byte stuffing, the planes being decoded and the packed planes that go out.
 */

/** Slots for tables of each kind that a JPEG can name: 0..3. */
export const TABLE_SLOTS: u32 = 4
/** Colour components that the decoder takes. */
export const MAX_COMPONENTS: i32 = 3
/** Blocks of all components in one minimum coded unit (ITU-T T.81, B.2.3). */
export const MAX_MCU_BLOCKS: i32 = 10
/** Coefficients of a block. */
export const BLOCK_COEFFICIENTS: i32 = 64

/** Steps along the zigzag that stand for the end of a block, in every kind of look-up: more than any run. */
export const END_OF_BLOCK_STEPS: u32 = 128
/** Bits that a look-up sees at once: for DC values, for passing over AC values, and for pairs of AC values. */
export const DC_BITS: u32 = 9
export const AC_BITS: u32 = 12
export const PAIR_BITS: u32 = 11

/** 16 counts and up to 256 symbols of a Huffman table, as the file has them. */
export const HUFFMAN_SPEC_BYTES: usize = 16 + 256

const KIB: usize = 1024
/** Constants of the compiler, should it have any, come before this. */
const FIRST: usize = 4 * KIB

/** Quantiser steps, u16, in zigzag order, by slot. */
const QUANTISER_BYTES: usize = 2 * 64
export const QUANTISERS: usize = FIRST

/** Weights of the inverse transforms, written once by the host (transform-weights.ts), for blocks of 2, 4 and 8 pixels a side. */
export const WEIGHTS_2: usize = QUANTISERS + QUANTISER_BYTES * <usize>TABLE_SLOTS
export const WEIGHTS_4: usize = WEIGHTS_2 + 6 * 16
export const WEIGHTS_8: usize = WEIGHTS_4 + 18 * 16
/**
 * Of each coefficient in zigzag order, the distance of its slot in bytes; and of all places behind the last that a look-up
 * can lead to, that of a slot which nobody reads.
 */
export const SLOTS: usize = WEIGHTS_8 + 18 * 16
const SLOTS_BYTES: usize = 256

/** Descriptions of the components and of the blocks of a unit. */
export const COMPONENTS: usize = SLOTS + SLOTS_BYTES
/** In a component: its quantiser steps by slot, u16. */
export const STEPS_AT: usize = 64
export const COMPONENT_BYTES: usize = STEPS_AT + 2 * 64
export const UNIT_BLOCKS: usize = COMPONENTS + COMPONENT_BYTES * <usize>MAX_COMPONENTS
export const UNIT_BLOCK_BYTES: usize = 32
/** Coefficients of each block of a unit, i16 by slot, until its pixels are made. */
export const COEFFICIENT_BYTES: usize = 2 * 64
export const COEFFICIENT_AREA_BYTES: usize = COEFFICIENT_BYTES + 16
export const UNIT_COEFFICIENTS: usize = UNIT_BLOCKS + UNIT_BLOCK_BYTES * <usize>MAX_MCU_BLOCKS

/** Per slot: the table as the file has it, its canonical codes, and the look-ups made from it. DC slots, then AC slots. */
export const HUFFMAN_TABLES: usize = 24 * KIB
export const SPEC_AREA_BYTES: usize = 512
const CODES_AREA_BYTES: usize = 512
const SINGLE_AREA_BYTES: usize = 2 << AC_BITS
const LOOKUP_AREA_BYTES: usize = 4 << AC_BITS
/** AC only: whether the look-up that passes over coefficients has been made, u32. */
export const SKIPS_MADE_AT: usize = HUFFMAN_SPEC_BYTES
export const CODES_AT: usize = SPEC_AREA_BYTES
export const SINGLE_AT: usize = CODES_AT + CODES_AREA_BYTES
/** DC: differences. AC: several coefficients at once, passed over. */
export const LOOKUP_AT: usize = SINGLE_AT + SINGLE_AREA_BYTES
export const HUFFMAN_TABLE_BYTES: usize = LOOKUP_AT + LOOKUP_AREA_BYTES
/** Of luma's AC table: coefficients with their values, in pairs. */
export const PAIRS: usize = HUFFMAN_TABLES + HUFFMAN_TABLE_BYTES * 2 * <usize>TABLE_SLOTS

/**
 * While an AC look-up is made: the same look-up for windows of fewer bits, one behind the other. That for `bits` bits stands
 * at as many entries from here as it has itself.
 */
export const SHORT_LOOKUPS: usize = PAIRS + (8 << PAIR_BITS)

/** First byte behind the fixed areas. */
export const FRAME_AREA: usize = SHORT_LOOKUPS + max<usize>(4 << AC_BITS, 8 << PAIR_BITS)

/** Bytes read past the end of the input at most, and written there as an end marker. */
export const INPUT_PAD_BYTES: usize = 32
/**
 * Zeros behind the last bits. One block takes at most 27 bits for its DC value and 63 times 31 for the others, 248 bytes;
 * the buffer reads up to 16 ahead, and whether the data ran out is looked at behind every block.
 */
export const BITS_PAD_BYTES: usize = 288

/** The most memory a frame may make the module grow to. */
export const MAX_MEMORY_BYTES: usize = 256 * KIB * KIB

/** Next multiple of 16, so that vectors do not straddle cache lines more than they must. */
export function aligned(bytes: usize): usize {
  return (bytes + 15) & ~15
}

/** Address of the quantiser in a slot. */
export function quantiserAt(slot: i32): usize {
  return QUANTISERS + QUANTISER_BYTES * <usize>slot
}

/** Address of a Huffman table's areas. @param ac 0 for a DC table, 1 for an AC table. */
export function huffmanTableAt(ac: u32, slot: u32): usize {
  return HUFFMAN_TABLES + HUFFMAN_TABLE_BYTES * <usize>(ac * TABLE_SLOTS + slot)
}

/**
 * Makes the memory at least so large. @returns False when it would pass the cap or the host refuses.
 */
export function growTo(bytes: usize): bool {
  if (bytes > MAX_MEMORY_BYTES) return false
  const have = (<usize>memory.size()) << 16
  if (bytes <= have) return true
  return memory.grow(<i32>((bytes - have + 0xffff) >> 16)) >= 0
}
