import { COEFFICIENTS_AT, COMPONENT_BYTES, COMPONENTS } from './memory-layout'

/** One colour component of the frame in work: how its blocks are coded, and where they go. */
@unmanaged
export class Component {
  /** Blocks in one unit, across and down, 1..4 each. */
  across: i32
  down: i32
  /** Pixels a side that one block becomes: 1, 2, 4 or 8. */
  blockPx: i32
  /** Huffman tables. */
  dcTable: usize
  acTable: usize
  /** DC value of the block before. */
  prediction: i32
  /** Its plane while it is decoded: whole units, `stride` bytes from row to row. */
  plane: usize
  stride: usize
  /** Where the next unit's first block goes. */
  target: usize
  /** Mean step of the coefficients that the scaled picture does not show, halved, in 1/256. */
  halfStep256: u32
  /** Rows of the plane. */
  rows: i32
}

export function componentAt(index: i32): Component {
  return changetype<Component>(COMPONENTS + COMPONENT_BYTES * <usize>index)
}

/** Quantiser step of a coefficient. @param place In zigzag order, 0..63. */
export function stepOf(component: Component, place: usize): i32 {
  return load<i32>(changetype<usize>(component) + (place << 3), COEFFICIENTS_AT)
}

/** In the first lane 1 for a coefficient that the scaled picture does not show, and 0 for others. */
export function outerMask(component: Component, place: usize): v128 {
  return v128.load32_zero(changetype<usize>(component) + (place << 3), COEFFICIENTS_AT + 4)
}

export function noteCoefficient(component: Component, place: usize, step: i32, outer: bool): void {
  const at = changetype<usize>(component) + COEFFICIENTS_AT + (place << 3)
  store<i32>(at, step)
  store<i32>(at, outer ? 1 : 0, 4)
}
