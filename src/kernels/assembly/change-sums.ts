import { addToCells, addWords, cellOf, clearColumns, isLastRow } from './columns'
import { levelsAt, sumOfLanes } from './lanes'
import { LEAD, scratchRowBytes } from './rows'

/** The grid of the regions whose change is told apart. */
const CELLS: i32 = 3
/** Rows that the smoothing looks at. */
const RING: i32 = 5

/**
 * Absolute difference of two planes, smoothed with the binomial kernel 1 4 6 4 1 in both directions (rounded, mirrored at
 * the border without repeating it), in one pass: five smoothed rows are kept, the planes of differences never exist.
 *
 * @param before Address of a plane of `width * height` values, both sides >= 3.
 * @param after Address of the other.
 * @param level 0..255.
 * @param rows Scratch for eight rows of 16 bits with their padding.
 * @param sums Nine f64, written: the sums over 3x3 regions, row-major.
 * @returns How many smoothed differences are over the level.
 */
export function changeSums(
  before: usize,
  after: usize,
  width: i32,
  height: i32,
  level: i32,
  rows: usize,
  sums: usize
): u32 {
  const rowBytes = scratchRowBytes(width)
  const difference = rows + LEAD
  const ring = rows + rowBytes
  const columns = ring + RING * rowBytes
  memory.fill(sums, 0, 8 * CELLS * CELLS)
  clearColumns(columns, width)
  let over: u32 = 0
  let ready = 0
  for (let y = 0; y < height; y++) {
    for (const needed = min(y + 3, height); ready < needed; ready++) {
      const start = <usize>(ready * width)
      differenceRow(before + start, after + start, width, difference)
      smoothAcross(difference, width, ringRow(ring, rowBytes, ready))
    }
    over += smoothDown(
      ringRow(ring, rowBytes, mirrored(y - 2, height)),
      ringRow(ring, rowBytes, mirrored(y - 1, height)),
      ringRow(ring, rowBytes, y),
      ringRow(ring, rowBytes, mirrored(y + 1, height)),
      ringRow(ring, rowBytes, mirrored(y + 2, height)),
      width,
      level,
      columns
    )
    if (isLastRow(y, height, CELLS)) {
      addToCells(columns, width, CELLS, sums + <usize>(8 * CELLS * cellOf(y, height, CELLS)))
    }
  }
  return over
}

/** Address of a smoothed row; row `y` takes the place of row `y - 5`. */
// @ts-ignore: decorator
@inline
function ringRow(ring: usize, rowBytes: usize, y: i32): usize {
  return ring + <usize>(y % RING) * rowBytes
}

/** Index inside 0..side-1, mirrored about the first and the last value; at most two steps outside, side >= 3. */
// @ts-ignore: decorator
@inline
function mirrored(index: i32, side: i32): i32 {
  if (index < 0) return -index
  return index < side ? index : 2 * (side - 1) - index
}

/** Absolute differences of one row, 8 bits, with two mirrored values before and behind it. */
function differenceRow(before: usize, after: usize, width: i32, out: usize): void {
  for (let x: usize = 0; x < <usize>width; x += 16) {
    const one = v128.load(before + x)
    const other = v128.load(after + x)
    v128.store(out + x, v128.or(i8x16.sub_sat_u(one, other), i8x16.sub_sat_u(other, one)))
  }
  store<u8>(out - 1, load<u8>(out + 1))
  store<u8>(out - 2, load<u8>(out + 2))
  const end = out + <usize>width
  store<u8>(end, load<u8>(end - 2))
  store<u8>(end + 1, load<u8>(end - 3))
}

/** Smooths one row: 0..4080 in 16 bits, and 0 behind its end. */
function smoothAcross(row: usize, width: i32, out: usize): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const at = row + x
    v128.store(
      out + 2 * x,
      binomial(levelsAt(at - 2), levelsAt(at - 1), levelsAt(at), levelsAt(at + 1), levelsAt(at + 2))
    )
  }
  v128.store(out + 2 * <usize>width, i16x8.splat(0))
}

/** Smooths five rows into one, adds it to the columns. @returns How many values of it are over the level. */
function smoothDown(
  above2: usize,
  above: usize,
  here: usize,
  below: usize,
  below2: usize,
  width: i32,
  level: i32,
  columns: usize
): u32 {
  const levels = i16x8.splat(<i16>level)
  // The weights add up to 256 over both directions: 65,280 at the most, and the half for rounding still fits 16 bits.
  const half = i16x8.splat(128)
  let over = i32x4.splat(0)
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const at = x * 2
    const sum = binomial(
      v128.load(above2 + at),
      v128.load(above + at),
      v128.load(here + at),
      v128.load(below + at),
      v128.load(below2 + at)
    )
    const smooth = i16x8.shr_u(i16x8.add(sum, half), 8)
    addWords(columns + 4 * x, smooth)
    // All ones is -1: pairs of it add up to minus the count.
    over = i32x4.sub(over, i32x4.extadd_pairwise_i16x8_s(i16x8.gt_s(smooth, levels)))
  }
  return sumOfLanes(over)
}

// @ts-ignore: decorator
@inline
function binomial(far: v128, near: v128, middle: v128, near2: v128, far2: v128): v128 {
  const nears = i16x8.shl(i16x8.add(near, near2), 2)
  // 6 = 4 + 2
  const middles = i16x8.add(i16x8.shl(middle, 2), i16x8.shl(middle, 1))
  return i16x8.add(i16x8.add(far, far2), i16x8.add(nears, middles))
}
