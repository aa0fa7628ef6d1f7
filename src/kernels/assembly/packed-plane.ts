/** Bytes in one piece: a byte with their width in bits, then all of them at that width. */
const GROUP: usize = 16
/** 2^15 / 3: the multiplication rounds to nearest by itself, and no difference lies half way. */
const THIRD: i16 = 10_923

/**
 * Packs a plane as its differences to another, see `packed-plane.ts` outside of this folder.
 *
 * @param plane Address of `count` 8-bit values. @param background Likewise.
 * @param out Written: at most 17 bytes for each 16 values, and 8 behind them of no meaning.
 * @returns How many bytes.
 */
export function packPlane(plane: usize, background: usize, count: i32, out: usize): u32 {
  const order = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  const start = out
  for (let at: usize = 0; at < <usize>count; at += GROUP) {
    const now = v128.load(plane + at)
    const usual = v128.load(background + at)
    const low = fold(i16x8.extend_low_i8x16_u(now), i16x8.extend_low_i8x16_u(usual))
    const high = fold(i16x8.extend_high_i8x16_u(now), i16x8.extend_high_i8x16_u(usual))
    // Behind the plane's end there is no difference.
    const isIn = i8x16.lt_u(order, i8x16.splat(<i8>min(GROUP, <usize>count - at)))
    const folded = v128.and(i8x16.narrow_i16x8_u(low, high), isIn)
    const first = i64x2.extract_lane(folded, 0)
    const second = i64x2.extract_lane(folded, 1)
    const bits = widthOf(first | second)
    store<u8>(out, <u8>bits)
    store<u64>(out + 1, squeeze(first, bits))
    store<u64>(out + 1 + <usize>bits, squeeze(second, bits))
    out += 1 + 2 * <usize>bits
  }
  return <u32>(out - start)
}

/**
 * Brings a packed plane back.
 *
 * @param packed Address of what `packPlane` wrote; 8 bytes behind it are read. @param background As then.
 * @param out `count` values, written; up to 15 behind them too.
 */
export function unpackPlane(packed: usize, background: usize, count: i32, out: usize): void {
  const one = i8x16.splat(1)
  for (let at: usize = 0; at < <usize>count; at += GROUP) {
    // Whatever these bytes are, reading goes on for 17 of them at the most.
    const bits = min(<i32>load<u8>(packed), 8)
    const first = widen(load<u64>(packed + 1), bits)
    const second = widen(load<u64>(packed + 1 + <usize>bits), bits)
    const folded = i64x2.replace_lane(i64x2.splat(<i64>first), 1, <i64>second)
    const steps = v128.xor(i8x16.shr_u(folded, 1), i8x16.neg(v128.and(folded, one)))
    // Modulo 256, which the sum with the background is not over.
    const change = i8x16.add(i8x16.add(steps, steps), steps)
    v128.store(out + at, i8x16.add(v128.load(background + at), change))
    packed += 1 + 2 * <usize>bits
  }
}

/** Steps of three levels from the background, folded to positive numbers: 0, -1, 1, -2 ... become 0, 1, 2, 3 ... */
// @ts-ignore: decorator
@inline
function fold(now: v128, usual: v128): v128 {
  const nearest = i16x8.q15mulr_sat_s(i16x8.sub(now, usual), i16x8.splat(THIRD))
  const level = i16x8.add(usual, i16x8.add(i16x8.add(nearest, nearest), nearest))
  // All ones is -1.
  const over = i16x8.gt_s(level, i16x8.splat(255))
  const under = i16x8.lt_s(level, i16x8.splat(0))
  const steps = i16x8.sub(i16x8.add(nearest, over), under)
  return v128.xor(i16x8.shl(steps, 1), i16x8.shr_s(steps, 15))
}

/** Bits that the largest of eight bytes needs. */
// @ts-ignore: decorator
@inline
function widthOf(bytes: u64): i32 {
  let all = bytes | (bytes >> 32)
  all |= all >> 16
  all |= all >> 8
  return 32 - clz(<u32>(all & 0xff))
}

/** Eight bytes at so many bits each, one behind the other. */
// @ts-ignore: decorator
@inline
function squeeze(bytes: u64, bits: i32): u64 {
  let word: u64 = 0
  for (let i = 0; i < 8; i++) word |= ((bytes >> (8 * i)) & 0xff) << (bits * i)
  return word
}

// @ts-ignore: decorator
@inline
function widen(word: u64, bits: i32): u64 {
  const mask = ((<u64>1) << bits) - 1
  let bytes: u64 = 0
  for (let i = 0; i < 8; i++) bytes |= ((word >> (bits * i)) & mask) << (8 * i)
  return bytes
}
