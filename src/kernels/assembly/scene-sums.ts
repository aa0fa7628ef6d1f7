import { sumColumns } from './cell-sums'
import { cellStart } from './columns'
import { levelsAt } from './lanes'

/** Kinds of sums, each a plane of cells; `scene-sums.ts` outside of this folder names them. */
const KINDS: i32 = 12
/** From here on sums are of gradients, which the border of one pixel does not have; and from here on of those on edges. */
const FIRST_GRADIENT: i32 = 5
const FIRST_EDGE: i32 = 8

/**
 * Everything that is held against the memory of a scene, per cell of a grid, in one pass over the small picture. Eight
 * columns at a time are summed up down a band of the grid, so that all sums stay in registers.
 *
 * @param now Address of the small picture, `width * height` 8-bit values, both sides >= 3; at most 128 rows for a cell.
 * @param before The one before.
 * @param background What the scene usually looks like.
 * @param edges A byte per pixel: all ones on permanent edges, else 0.
 * @param details A u16 per pixel: response of the finest band (see `boxLook`), 32,767 at most.
 * @param saturated Level from which a pixel is saturated.
 * @param flat Most detail that a flat pixel has.
 * @param columns Scratch, `KINDS` times `width` i32 with their padding.
 * @param sums `KINDS` planes of f64, row-major, written: level, saturated, detail, detail on edges, flat; then of the
 *   gradients: energy now, energy before, product of now and before, energy now on edges, energy of the background on
 *   edges, product of now and the background on edges, number of edge pixels.
 */
export function sceneSums(
  now: usize,
  before: usize,
  background: usize,
  edges: usize,
  details: usize,
  width: i32,
  height: i32,
  saturated: i32,
  flat: i32,
  gridColumns: i32,
  gridRows: i32,
  columns: usize,
  sums: usize
): void {
  const stride = 4 * <usize>width + 64
  for (let row = 0; row < gridRows; row++) {
    const top = cellStart(height, row, gridRows)
    const bottom = cellStart(height, row + 1, gridRows)
    const innerTop = max(top, 1)
    const inner = min(bottom, height - 1) - innerTop
    const start = <usize>(top * width)
    const innerStart = <usize>(innerTop * width)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = columns + 4 * x
      const from = start + x
      const innerFrom = innerStart + x
      const hasEdges = sumPlain(now + from, edges + from, details + 2 * from, width, bottom - top, saturated, flat, at, stride)
      sumGradients(now + innerFrom, before + innerFrom, width, inner, at + FIRST_GRADIENT * stride, stride)
      const onEdges = at + FIRST_EDGE * stride
      if (hasEdges) sumEdges(now + innerFrom, background + innerFrom, edges + innerFrom, width, inner, onEdges, stride)
      else clearFour(onEdges, stride)
    }
    sumBand(columns, stride, width, gridColumns, gridRows, row, sums)
  }
}

/** Sums of the levels, of saturated pixels, of detail, of detail on edges, of flat pixels. @returns Whether there are edges. */
function sumPlain(
  now: usize,
  edges: usize,
  details: usize,
  width: i32,
  rows: i32,
  saturated: i32,
  flat: i32,
  out: usize,
  stride: usize
): bool {
  const saturatedLevel = i16x8.splat(<i16>(saturated - 1))
  const flatDetail = i16x8.splat(<i16>(flat + 1))
  let levels = i16x8.splat(0)
  let bright = levels
  let empty = levels
  let anyEdge = levels
  let detailLow = levels
  let detailHigh = levels
  let edgeLow = levels
  let edgeHigh = levels
  for (; rows > 0; rows--) {
    const level = levelsAt(now)
    const detail = v128.load(details)
    // Bytes of all ones become words of all ones.
    const onEdge = v128.load_ext<i8>(edges)
    const edgeDetail = v128.and(detail, onEdge)
    levels = i16x8.add(levels, level)
    // All ones is -1, so this counts.
    bright = i16x8.sub(bright, i16x8.gt_s(level, saturatedLevel))
    empty = i16x8.sub(empty, i16x8.lt_s(detail, flatDetail))
    anyEdge = v128.or(anyEdge, onEdge)
    detailLow = i32x4.add(detailLow, i32x4.extend_low_i16x8_s(detail))
    detailHigh = i32x4.add(detailHigh, i32x4.extend_high_i16x8_s(detail))
    edgeLow = i32x4.add(edgeLow, i32x4.extend_low_i16x8_s(edgeDetail))
    edgeHigh = i32x4.add(edgeHigh, i32x4.extend_high_i16x8_s(edgeDetail))
    now += <usize>width
    edges += <usize>width
    details += 2 * <usize>width
  }
  storeWords(out, levels)
  storeWords(out + stride, bright)
  storeBoth(out + 2 * stride, detailLow, detailHigh)
  storeBoth(out + 3 * stride, edgeLow, edgeHigh)
  storeWords(out + 4 * stride, empty)
  return v128.any_true(anyEdge)
}

/** Energy now, energy before, product of both. */
function sumGradients(now: usize, before: usize, width: i32, rows: i32, out: usize, stride: usize): void {
  let nowLow = i32x4.splat(0)
  let nowHigh = nowLow
  let beforeLow = nowLow
  let beforeHigh = nowLow
  let bothLow = nowLow
  let bothHigh = nowLow
  for (; rows > 0; rows--) {
    const nowX = across(now)
    const nowY = down(now, width)
    const beforeX = across(before)
    const beforeY = down(before, width)
    // Of each pixel both parts side by side: one instruction then multiplies them and adds them up.
    const low = lowPairs(nowX, nowY)
    const high = highPairs(nowX, nowY)
    const oldLow = lowPairs(beforeX, beforeY)
    const oldHigh = highPairs(beforeX, beforeY)
    nowLow = i32x4.add(nowLow, i32x4.dot_i16x8_s(low, low))
    nowHigh = i32x4.add(nowHigh, i32x4.dot_i16x8_s(high, high))
    beforeLow = i32x4.add(beforeLow, i32x4.dot_i16x8_s(oldLow, oldLow))
    beforeHigh = i32x4.add(beforeHigh, i32x4.dot_i16x8_s(oldHigh, oldHigh))
    bothLow = i32x4.add(bothLow, i32x4.dot_i16x8_s(low, oldLow))
    bothHigh = i32x4.add(bothHigh, i32x4.dot_i16x8_s(high, oldHigh))
    now += <usize>width
    before += <usize>width
  }
  storeBoth(out, nowLow, nowHigh)
  storeBoth(out + stride, beforeLow, beforeHigh)
  storeBoth(out + 2 * stride, bothLow, bothHigh)
}

/** On edges: energy now, energy of the background, product of both, number of pixels. */
function sumEdges(
  now: usize,
  background: usize,
  edges: usize,
  width: i32,
  rows: i32,
  out: usize,
  stride: usize
): void {
  let nowLow = i32x4.splat(0)
  let nowHigh = nowLow
  let usualLow = nowLow
  let usualHigh = nowLow
  let bothLow = nowLow
  let bothHigh = nowLow
  let pixels = nowLow
  for (; rows > 0; rows--) {
    const onEdge = v128.load_ext<i8>(edges)
    const nowX = v128.and(across(now), onEdge)
    const nowY = v128.and(down(now, width), onEdge)
    const usualX = v128.and(across(background), onEdge)
    const usualY = v128.and(down(background, width), onEdge)
    const low = lowPairs(nowX, nowY)
    const high = highPairs(nowX, nowY)
    const oldLow = lowPairs(usualX, usualY)
    const oldHigh = highPairs(usualX, usualY)
    nowLow = i32x4.add(nowLow, i32x4.dot_i16x8_s(low, low))
    nowHigh = i32x4.add(nowHigh, i32x4.dot_i16x8_s(high, high))
    usualLow = i32x4.add(usualLow, i32x4.dot_i16x8_s(oldLow, oldLow))
    usualHigh = i32x4.add(usualHigh, i32x4.dot_i16x8_s(oldHigh, oldHigh))
    bothLow = i32x4.add(bothLow, i32x4.dot_i16x8_s(low, oldLow))
    bothHigh = i32x4.add(bothHigh, i32x4.dot_i16x8_s(high, oldHigh))
    pixels = i16x8.sub(pixels, onEdge)
    now += <usize>width
    background += <usize>width
    edges += <usize>width
  }
  storeBoth(out, nowLow, nowHigh)
  storeBoth(out + stride, usualLow, usualHigh)
  storeBoth(out + 2 * stride, bothLow, bothHigh)
  storeWords(out + 3 * stride, pixels)
}

/** Adds up the columns of a band, cell by cell. The first and the last column have no gradient. */
function sumBand(
  columns: usize,
  stride: usize,
  width: i32,
  gridColumns: i32,
  gridRows: i32,
  row: i32,
  sums: usize
): void {
  for (let kind = 0; kind < KINDS; kind++) {
    const at = columns + <usize>kind * stride
    if (kind >= FIRST_GRADIENT) {
      store<i32>(at, 0)
      store<i32>(at + 4 * <usize>(width - 1), 0)
    }
    sumColumns(at, width, gridColumns, sums + 8 * <usize>((kind * gridRows + row) * gridColumns))
  }
}

/** Difference of the right and the left neighbour, -255..255, in eight lanes. */
// @ts-ignore: decorator
@inline
export function across(at: usize): v128 {
  return i16x8.sub(levelsAt(at + 1), levelsAt(at - 1))
}

/** Difference of the neighbours below and above. */
// @ts-ignore: decorator
@inline
export function down(at: usize, width: i32): v128 {
  return i16x8.sub(levelsAt(at + <usize>width), levelsAt(at - <usize>width))
}

// @ts-ignore: decorator
@inline
function lowPairs(one: v128, other: v128): v128 {
  return v128.shuffle<i16>(one, other, 0, 8, 1, 9, 2, 10, 3, 11)
}

// @ts-ignore: decorator
@inline
function highPairs(one: v128, other: v128): v128 {
  return v128.shuffle<i16>(one, other, 4, 12, 5, 13, 6, 14, 7, 15)
}

// @ts-ignore: decorator
@inline
function storeBoth(at: usize, low: v128, high: v128): void {
  v128.store(at, low)
  v128.store(at, high, 16)
}

// @ts-ignore: decorator
@inline
function storeWords(at: usize, words: v128): void {
  storeBoth(at, i32x4.extend_low_i16x8_u(words), i32x4.extend_high_i16x8_u(words))
}

// @ts-ignore: decorator
@inline
function clearFour(at: usize, stride: usize): void {
  for (let kind: usize = 0; kind < 4; kind++) storeBoth(at + kind * stride, i32x4.splat(0), i32x4.splat(0))
}
