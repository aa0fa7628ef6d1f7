import { componentAt } from './component'
import { bitRecords, components, energyRecords, outputAt, recordStride } from './frame'

/** Where the next row goes. */
let packedTo: usize = 0

/** Begins what goes out. */
export function beginOutput(): usize {
  packedTo = outputAt
  return outputAt
}

/**
 * Packs a component's plane behind what went out before: the first `width` pixels of the first `height` rows.
 *
 * @returns False when it is not as large.
 */
export function packPlane(index: i32, width: i32, height: i32): bool {
  if (index < 0 || index >= components) return false
  const component = componentAt(index)
  return packRows(component.plane, component.stride, component.rows, <usize>width, height)
}

/** The same for the records of the luma blocks, u16 each: first the bits, then the energies. */
export function packRecords(columns: i32, rows: i32): bool {
  const luma = componentAt(0)
  const most = luma.rows / luma.blockPx
  return (
    packRows(bitRecords, recordStride, most, <usize>columns * 2, rows) &&
    packRows(energyRecords, recordStride, most, <usize>columns * 2, rows)
  )
}

function packRows(from: usize, stride: usize, mostRows: i32, bytes: usize, rows: i32): bool {
  if (bytes > stride || rows < 0 || rows > mostRows) return false
  for (let row = 0; row < rows; row++, from += stride, packedTo += bytes) memory.copy(packedTo, from, bytes)
  return true
}
