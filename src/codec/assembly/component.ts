import { COMPONENT_BYTES, COMPONENTS, STEPS_AT } from './memory-layout'

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
  /** Mean step of the AC coefficients, halved, in 1/256. */
  halfStep256: u32
  /** Rows of the plane. */
  rows: i32
  /** Quantiser step of the DC value. */
  dcStep: i32
}

export function componentAt(index: i32): Component {
  return changetype<Component>(COMPONENTS + COMPONENT_BYTES * <usize>index)
}

/** Address of the quantiser steps by slot, u16, each STEP_SCALE times as large. */
export function stepsOf(component: Component): usize {
  return changetype<usize>(component) + STEPS_AT
}

/** Energy of a block, from the sum of its AC values' magnitude classes. */
export function energyOf(component: Component, magnitude: u32): u32 {
  return <u32>((<u64>magnitude * component.halfStep256) >> 8)
}
