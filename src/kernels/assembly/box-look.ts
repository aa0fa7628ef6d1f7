import { levelsAt } from './lanes'
import { LEAD, scratchRowBytes } from './rows'

/**
 * One pass over a whole picture: its levels and the absolute responses of the 4-neighbour Laplacian, both in boxes of
 * `boxPx` x `boxPx`. Columns and rows that fill no box are left out; the border of one pixel, where a neighbour is missing,
 * has no response.
 *
 * @param plane Address of `width * height` 8-bit values, both sides >= 3 and >= `boxPx`.
 * @param boxPx 1 to 8; responses count at most 255, so that their sum fits 16 bits, signed.
 * @param means Address of `floor(width / boxPx) * floor(height / boxPx)` 8-bit means, rounded; written.
 * @param details As many u16 sums of responses, written.
 * @param rows Scratch for two rows of 16 bits with their padding.
 */
export function boxLook(
  plane: usize,
  width: i32,
  height: i32,
  boxPx: i32,
  means: usize,
  details: usize,
  rows: usize
): void {
  const outWidth = width / boxPx
  const levels = rows + LEAD
  const responses = levels + scratchRowBytes(width)
  for (let box = 0; box < height / boxPx; box++) {
    for (let row = 0; row < boxPx; row++) {
      const y = box * boxPx + row
      addLevels(plane + <usize>(y * width), width, levels, row == 0)
      const isInner = y > 0 && y + 1 < height
      if (isInner) addResponses(plane + <usize>(y * width), width, responses, row == 0)
      else if (row == 0) memory.fill(responses, 0, 2 * <usize>width + 16)
    }
    repeatBorder(responses, width)
    const at = <usize>(box * outWidth)
    takeMeans(levels, outWidth, boxPx, means + at)
    takeSums(responses, outWidth, boxPx, details + 2 * at)
  }
}

function addLevels(row: usize, width: i32, out: usize, first: bool): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const here = levelsAt(row + x)
    v128.store(out + 2 * x, first ? here : i16x8.add(here, v128.load(out + 2 * x)))
  }
}

function addResponses(row: usize, width: i32, out: usize, first: bool): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const here = row + x
    const sides = i16x8.add(levelsAt(here - 1), levelsAt(here + 1))
    const ends = i16x8.add(levelsAt(here - <usize>width), levelsAt(here + <usize>width))
    const size = i16x8.abs(i16x8.sub(i16x8.add(sides, ends), i16x8.shl(levelsAt(here), 2)))
    const response = i16x8.min_s(size, i16x8.splat(255))
    v128.store(out + 2 * x, first ? response : i16x8.add(response, v128.load(out + 2 * x)))
  }
}

/** The first and the last pixel of a row have no neighbour: what vectors summed up there is replaced by that beside it. */
function repeatBorder(responses: usize, width: i32): void {
  store<u16>(responses, load<u16>(responses + 2))
  const last = responses + 2 * <usize>(width - 1)
  store<u16>(last, load<u16>(last - 2))
}

function takeMeans(sums: usize, count: i32, boxPx: i32, out: usize): void {
  // 2^15 / area: the multiplication rounds to nearest by itself.
  const share = i16x8.splat(<i16>(32768 / (boxPx * boxPx)))
  for (let x = 0; x < count; x += 8) {
    const sum = eightBoxes(sums + 2 * <usize>(x * boxPx), boxPx)
    const mean = boxPx == 1 ? sum : i16x8.q15mulr_sat_s(sum, share)
    v128.store64_lane(out + <usize>x, i8x16.narrow_i16x8_u(mean, mean), 0)
  }
}

function takeSums(sums: usize, count: i32, boxPx: i32, out: usize): void {
  for (let x = 0; x < count; x += 8) {
    v128.store(out + 2 * <usize>x, eightBoxes(sums + 2 * <usize>(x * boxPx), boxPx))
  }
}

/** Sums of eight neighbouring runs of `boxPx` values. */
// @ts-ignore: decorator
@inline
function eightBoxes(at: usize, boxPx: i32): v128 {
  if (boxPx == 1) return v128.load(at)
  if (boxPx == 2) return pairs(at)
  if (boxPx == 3) return triples(at)
  if (boxPx == 4) return i16x8.narrow_i32x4_s(fours(at), fours(at + 32))
  return slowBoxes(at, boxPx)
}

// @ts-ignore: decorator
@inline
function pairs(at: usize): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.extadd_pairwise_i16x8_s(v128.load(at)),
    i32x4.extadd_pairwise_i16x8_s(v128.load(at, 16))
  )
}

// @ts-ignore: decorator
@inline
function triples(at: usize): v128 {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const first = v128.shuffle<i16>(v128.shuffle<i16>(a, b, 0, 3, 6, 9, 12, 15, 0, 0), c, 0, 1, 2, 3, 4, 5, 10, 13)
  const second = v128.shuffle<i16>(v128.shuffle<i16>(a, b, 1, 4, 7, 10, 13, 0, 0, 0), c, 0, 1, 2, 3, 4, 8, 11, 14)
  const third = v128.shuffle<i16>(v128.shuffle<i16>(a, b, 2, 5, 8, 11, 14, 0, 0, 0), c, 0, 1, 2, 3, 4, 9, 12, 15)
  return i16x8.add(i16x8.add(first, second), third)
}

/** Four sums of four, 32 bits each. */
// @ts-ignore: decorator
@inline
function fours(at: usize): v128 {
  const low = i32x4.extadd_pairwise_i16x8_s(v128.load(at))
  const high = i32x4.extadd_pairwise_i16x8_s(v128.load(at, 16))
  return i32x4.add(
    v128.shuffle<i32>(low, high, 0, 2, 4, 6),
    v128.shuffle<i32>(low, high, 1, 3, 5, 7)
  )
}

function slowBoxes(at: usize, boxPx: i32): v128 {
  let sums = i16x8.splat(0)
  for (let box = 7; box >= 0; box--) {
    let sum: i32 = 0
    for (let i = 0; i < boxPx; i++) sum += load<i16>(at + 2 * <usize>(box * boxPx + i))
    sums = v128.shuffle<i16>(i16x8.splat(<i16>sum), sums, 0, 8, 9, 10, 11, 12, 13, 14)
  }
  return sums
}
