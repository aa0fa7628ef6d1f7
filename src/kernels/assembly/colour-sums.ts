import { addShortColumns, clearShortColumns, MOST_SHORT_ROWS } from './cell-sums'
import { cellStart } from './columns'
import { sumOfLanes } from './lanes'

/** No colour. */
const GREY: u8 = 128

/**
 * Sums of two colour planes in each cell of a grid, and of the whole, over so many rows of each cell.
 *
 * @param blue Address of `width * height` 8-bit values; no fewer columns and rows than the grid has. `red` likewise.
 * @param rowStep Every so-manieth row counts, from the first of each cell on; >= 1.
 * @param grey A pixel is grey when both values together are at most so far from 128.
 * @param columns Scratch, twice `width` u16 with their padding.
 * @param sums f64, written: blue of each cell, row-major, red of each cell, then the distance from 128 of both together over
 *   all pixels, and how many are grey.
 */
export function colourSums(
  blue: usize,
  red: usize,
  width: i32,
  height: i32,
  rowStep: i32,
  grey: i32,
  gridColumns: i32,
  gridRows: i32,
  columns: usize,
  sums: usize
): void {
  const planeBytes = <usize>(8 * gridColumns * gridRows)
  const redColumns = columns + ((2 * <usize>width + 47) & ~15)
  let distance: u64 = 0
  let greys: u64 = 0
  memory.fill(sums, 0, 2 * planeBytes)
  clearShortColumns(columns, width)
  clearShortColumns(redColumns, width)
  for (let row = 0; row < gridRows; row++) {
    const end = cellStart(height, row + 1, gridRows)
    const cells = sums + <usize>(8 * gridColumns * row)
    for (let y = cellStart(height, row, gridRows), open = MOST_SHORT_ROWS; y < end; y += rowStep) {
      const start = <usize>(y * width)
      const both = addRow(blue + start, red + start, width, grey, columns, redColumns)
      distance += both & 0xffffffff
      greys += both >> 32
      if (--open > 0 && y + rowStep < end) continue
      open = MOST_SHORT_ROWS
      addShortColumns(columns, width, gridColumns, cells)
      addShortColumns(redColumns, width, gridColumns, cells + planeBytes)
    }
  }
  store<f64>(sums + 2 * planeBytes, <f64>distance)
  store<f64>(sums + 2 * planeBytes, <f64>greys, 8)
}

/** @returns The distance from grey of the row in the lower, the number of its grey pixels in the upper half. */
function addRow(blue: usize, red: usize, width: i32, grey: i32, columns: usize, redColumns: usize): u64 {
  const most = i16x8.splat(<i16>grey)
  const order = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  let distance = i32x4.splat(0)
  let greys = i32x4.splat(0)
  for (let x = 0; x < width; x += 16) {
    const cb = v128.load(blue + <usize>x)
    const cr = v128.load(red + <usize>x)
    addLevels(columns + 2 * <usize>x, cb)
    addLevels(redColumns + 2 * <usize>x, cr)
    // Behind the row's end: far from grey, by nothing.
    const isIn = i8x16.lt_u(order, i8x16.splat(<i8>min(16, width - x)))
    const ofBlue = v128.and(fromGrey(cb), isIn)
    const ofRed = v128.and(fromGrey(cr), isIn)
    const low = i16x8.add(i16x8.extend_low_i8x16_u(ofBlue), i16x8.extend_low_i8x16_u(ofRed))
    const high = i16x8.add(i16x8.extend_high_i8x16_u(ofBlue), i16x8.extend_high_i8x16_u(ofRed))
    distance = i32x4.add(distance, i32x4.extadd_pairwise_i16x8_u(i16x8.add(low, high)))
    const isGrey = i8x16.narrow_i16x8_s(i16x8.le_s(low, most), i16x8.le_s(high, most))
    // All ones is -1.
    const counted = i16x8.extadd_pairwise_i8x16_s(v128.and(isGrey, isIn))
    greys = i32x4.sub(greys, i32x4.extadd_pairwise_i16x8_s(counted))
  }
  return <u64>sumOfLanes(distance) | (<u64>sumOfLanes(greys) << 32)
}

// @ts-ignore: decorator
@inline
function addLevels(columns: usize, levels: v128): void {
  v128.store(columns, i16x8.add(v128.load(columns), i16x8.extend_low_i8x16_u(levels)))
  v128.store(columns, i16x8.add(v128.load(columns, 16), i16x8.extend_high_i8x16_u(levels)), 16)
}

// @ts-ignore: decorator
@inline
function fromGrey(levels: v128): v128 {
  const grey = i8x16.splat(GREY)
  return v128.or(i8x16.sub_sat_u(levels, grey), i8x16.sub_sat_u(grey, levels))
}
