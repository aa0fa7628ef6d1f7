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
    const top = plane + <usize>(box * boxPx * width)
    const hasBorder = box == 0 || (box + 1) * boxPx >= height
    if (hasBorder) sumBorderRows(top, width, height, box * boxPx, boxPx, levels, responses)
    else sumRows(top, width, boxPx, levels, responses)
    repeatBorder(responses, width)
    const at = <usize>(box * outWidth)
    takeMeans(levels, outWidth, boxPx, means + at)
    takeSums(responses, outWidth, boxPx, details + 2 * at)
  }
}

/**
 * Sums of each column over the rows of a box, eight columns at a time down the rows: the neighbours of a row are rows that
 * were, and will be, looked at themselves.
 */
function sumRows(top: usize, width: i32, boxPx: i32, levels: usize, responses: usize): void {
  const stride = <usize>width
  const most = i16x8.splat(255)
  for (let x: usize = 0; x < stride; x += 8) {
    let at = top + x
    let above = levelsAt(at - stride)
    let here = levelsAt(at)
    let level = i16x8.splat(0)
    let response = level
    for (const end = at + <usize>boxPx * stride; at < end; at += stride) {
      const below = levelsAt(at + stride)
      level = i16x8.add(level, here)
      response = i16x8.add(response, i16x8.min_s(sizeOf(above, here, below, at), most))
      above = here
      here = below
    }
    v128.store(levels + 2 * x, level)
    v128.store(responses + 2 * x, response)
  }
}

/** The same of a box at the picture's upper or lower border, whose outermost row has no response. */
function sumBorderRows(
  top: usize,
  width: i32,
  height: i32,
  firstY: i32,
  boxPx: i32,
  levels: usize,
  responses: usize
): void {
  const stride = <usize>width
  const most = i16x8.splat(255)
  for (let x: usize = 0; x < stride; x += 8) {
    let at = top + x
    let level = i16x8.splat(0)
    let response = level
    for (let y = firstY; y < firstY + boxPx; y++, at += stride) {
      const here = levelsAt(at)
      level = i16x8.add(level, here)
      if (y == 0 || y + 1 == height) continue
      const size = sizeOf(levelsAt(at - stride), here, levelsAt(at + stride), at)
      response = i16x8.add(response, i16x8.min_s(size, most))
    }
    v128.store(levels + 2 * x, level)
    v128.store(responses + 2 * x, response)
  }
}

/** Absolute Laplacian of eight pixels. */
// @ts-ignore: decorator
@inline
function sizeOf(above: v128, here: v128, below: v128, at: usize): v128 {
  const four = i16x8.add(i16x8.add(levelsAt(at - 1), levelsAt(at + 1)), i16x8.add(above, below))
  return i16x8.abs(i16x8.sub(four, i16x8.shl(here, 2)))
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

/** Every value gets its two right neighbours added; of what comes out every third is taken, and bytes of 0 elsewhere. */
// @ts-ignore: decorator
@inline
function triples(at: usize): v128 {
  const first = i8x16.swizzle(threeFrom(at), i8x16(0, 1, 6, 7, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1))
  const second = i8x16.swizzle(threeFrom(at + 16), i8x16(-1, -1, -1, -1, -1, -1, 2, 3, 8, 9, 14, 15, -1, -1, -1, -1))
  const third = i8x16.swizzle(threeFrom(at + 32), i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 4, 5, 10, 11))
  return v128.or(v128.or(first, second), third)
}

// @ts-ignore: decorator
@inline
function threeFrom(at: usize): v128 {
  return i16x8.add(i16x8.add(v128.load(at), v128.load(at, 2)), v128.load(at, 4))
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
