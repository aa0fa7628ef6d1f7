import { cellOf, cellStart, isLastRow } from './columns'
import { levelsAt } from './lanes'

/** Kinds of sums, each a plane of cells; `scene-sums.ts` outside of this folder names them. */
const KINDS: i32 = 12
/** From here on sums are of gradients, which the border of one pixel does not have. */
const FIRST_GRADIENT: i32 = 5

/**
 * Everything that is held against the memory of a scene, per cell of a grid, in one pass over the small picture.
 *
 * @param now Address of the small picture, `width * height` 8-bit values, both sides >= 3.
 * @param before The one before.
 * @param background What the scene usually looks like.
 * @param edges A byte per pixel: all ones on permanent edges, else 0.
 * @param details A u16 per pixel: response of the finest band (see `boxLook`).
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
  memory.fill(columns, 0, KINDS * stride)
  memory.fill(sums, 0, <usize>(8 * KINDS * gridColumns * gridRows))
  for (let y = 0; y < height; y++) {
    const start = <usize>(y * width)
    addPlain(now + start, edges + start, details + 2 * start, width, saturated, flat, columns, stride)
    if (y > 0 && y + 1 < height) {
      const gradients = columns + FIRST_GRADIENT * stride
      addGradients(now + start, before + start, background + start, edges + start, width, gradients, stride)
    }
    if (!isLastRow(y, height, gridRows)) continue
    const row = cellOf(y, height, gridRows)
    for (let kind = 0; kind < KINDS; kind++) {
      const at = columns + <usize>kind * stride
      if (kind >= FIRST_GRADIENT) {
        store<i32>(at, 0)
        store<i32>(at + 4 * <usize>(width - 1), 0)
      }
      addSigned(at, width, gridColumns, sums + 8 * <usize>((kind * gridRows + row) * gridColumns))
      memory.fill(at, 0, stride)
    }
  }
}

function addPlain(
  now: usize,
  edges: usize,
  details: usize,
  width: i32,
  saturated: i32,
  flat: i32,
  columns: usize,
  stride: usize
): void {
  const saturatedLevel = i16x8.splat(<i16>(saturated - 1))
  const flatDetail = i16x8.splat(<i16>(flat + 1))
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const at = columns + 4 * x
    const level = levelsAt(now + x)
    const detail = v128.load(details + 2 * x)
    // Bytes of all ones become words of all ones.
    const onEdge = v128.load_ext<i8>(edges + x)
    addLanes(at, level)
    subtractLanes(at + stride, i16x8.gt_s(level, saturatedLevel))
    addLanes(at + 2 * stride, detail)
    addLanes(at + 3 * stride, v128.and(detail, onEdge))
    subtractLanes(at + 4 * stride, i16x8.lt_s(detail, flatDetail))
  }
}

function addGradients(
  now: usize,
  before: usize,
  background: usize,
  edges: usize,
  width: i32,
  columns: usize,
  stride: usize
): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const at = columns + 4 * x
    const nowX = across(now + x)
    const nowY = down(now + x, width)
    const beforeX = across(before + x)
    const beforeY = down(before + x, width)
    const onEdge = v128.load_ext<i8>(edges + x)
    addProducts(at, nowX, nowX, nowY, nowY)
    addProducts(at + stride, beforeX, beforeX, beforeY, beforeY)
    addProducts(at + 2 * stride, nowX, beforeX, nowY, beforeY)
    if (!v128.any_true(onEdge)) continue
    const edgeX = v128.and(nowX, onEdge)
    const edgeY = v128.and(nowY, onEdge)
    const usualX = v128.and(across(background + x), onEdge)
    const usualY = v128.and(down(background + x, width), onEdge)
    addProducts(at + 3 * stride, edgeX, edgeX, edgeY, edgeY)
    addProducts(at + 4 * stride, usualX, usualX, usualY, usualY)
    addProducts(at + 5 * stride, edgeX, usualX, edgeY, usualY)
    subtractLanes(at + 6 * stride, onEdge)
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
function addLanes(at: usize, values: v128): void {
  v128.store(at, i32x4.add(v128.load(at), i32x4.extend_low_i16x8_s(values)))
  v128.store(at, i32x4.add(v128.load(at, 16), i32x4.extend_high_i16x8_s(values)), 16)
}

/** All ones is -1, so this counts. */
// @ts-ignore: decorator
@inline
function subtractLanes(at: usize, values: v128): void {
  v128.store(at, i32x4.sub(v128.load(at), i32x4.extend_low_i16x8_s(values)))
  v128.store(at, i32x4.sub(v128.load(at, 16), i32x4.extend_high_i16x8_s(values)), 16)
}

/** Adds one * other + third * fourth. */
// @ts-ignore: decorator
@inline
function addProducts(at: usize, one: v128, other: v128, third: v128, fourth: v128): void {
  const low = i32x4.add(i32x4.extmul_low_i16x8_s(one, other), i32x4.extmul_low_i16x8_s(third, fourth))
  const high = i32x4.add(i32x4.extmul_high_i16x8_s(one, other), i32x4.extmul_high_i16x8_s(third, fourth))
  v128.store(at, i32x4.add(v128.load(at), low))
  v128.store(at, i32x4.add(v128.load(at, 16), high), 16)
}

/** Adds columns of signed 32 bits to the sums of one row of cells. */
function addSigned(columns: usize, width: i32, cells: i32, sums: usize): void {
  for (let cell = 0; cell < cells; cell++) {
    let sum: i64 = 0
    const end = columns + 4 * <usize>cellStart(width, cell + 1, cells)
    for (let at = columns + 4 * <usize>cellStart(width, cell, cells); at < end; at += 4) sum += load<i32>(at)
    const at = sums + 8 * <usize>cell
    store<f64>(at, load<f64>(at) + <f64>sum)
  }
}
