import { makeAcLookup } from './ac-lookups'
import { Component, componentAt } from './component'
import {
  aligned,
  BITS_PAD_BYTES,
  COEFFICIENT_AREA_BYTES,
  FRAME_AREA,
  growTo,
  huffmanTableAt,
  INPUT_PAD_BYTES,
  MAX_COMPONENTS,
  MAX_MCU_BLOCKS,
  MAX_MEMORY_BYTES,
  quantiserAt,
  TABLE_SLOTS,
  UNIT_BLOCK_BYTES,
  UNIT_BLOCKS,
  UNIT_COEFFICIENTS
} from './memory-layout'
import { noteCoefficients } from './note-coefficients'

/** The frame in work. A unit is the smallest coded piece (MCU): some blocks of each component. */
export let components: i32 = 0
export let unitsAcross: i32 = 0
export let unitsDown: i32 = 0
export let blocksPerUnit: i32 = 0
/** Units from one restart marker to the next, 0 when there are none. */
export let restartInterval: i32 = 0
/** Records of luma blocks while they are decoded, u16 each: whole units, `recordStride` bytes from row to row. */
export let bitRecords: usize = 0
export let energyRecords: usize = 0
export let recordStride: usize = 0
/** The scan as it came, and behind the area that takes it without its byte stuffing. */
export let inputAt: usize = 0
export let inputBytes: usize = 0
export let bitsTop: usize = 0
/** Planes that go out, packed: luma, bits and energy of its blocks, the other components. */
export let outputAt: usize = 0

let sourceWidth: i32 = 0
let sourceHeight: i32 = 0
let firstFree: usize = 0

/** One block of a unit. */
@unmanaged
export class UnitBlock {
  component: Component
  /** Bytes from the unit's first pixel of that component to the block's. */
  offset: usize
  /** Bytes from the unit's first record to the block's; luma alone has records. */
  record: usize
  /** Its coefficients, where it is shown more than one pixel large. */
  coefficients: usize
}

export function unitBlockAt(index: i32): UnitBlock {
  return changetype<UnitBlock>(UNIT_BLOCKS + UNIT_BLOCK_BYTES * <usize>index)
}

/**
 * Begins a frame.
 *
 * @param scanBytes Bytes from the beginning of the scan to the end of the file.
 * @returns Where the host puts them, or 0 when there is no room.
 */
export function beginFrame(width: i32, height: i32, restart: i32, scanBytes: i32): usize {
  components = 0
  blocksPerUnit = 0
  if (width < 1 || height < 1 || width > 0xffff || height > 0xffff || restart < 0) return 0
  if (scanBytes < 0 || <usize>scanBytes > MAX_MEMORY_BYTES / 2) return 0
  sourceWidth = width
  sourceHeight = height
  restartInterval = restart
  inputAt = FRAME_AREA
  inputBytes = scanBytes
  const bitsArea = aligned(inputAt + inputBytes + INPUT_PAD_BYTES)
  // Vectors are written whole, up to 16 bytes further down than there are bytes.
  bitsTop = aligned(bitsArea + BITS_PAD_BYTES + 16 + inputBytes)
  firstFree = bitsTop
  return growTo(firstFree) ? inputAt : 0
}

/**
 * Adds the next component, luma first.
 *
 * @param across Its blocks in one unit, across and down, 1..4 each.
 * @param blockPx Pixels a side that one block becomes: 1, 2, 4 or 8 for luma, 1 for others.
 * @returns False when there is no such frame.
 */
export function addComponent(across: i32, down: i32, blockPx: i32, quantiser: i32, dcSlot: i32, acSlot: i32): bool {
  if (components >= MAX_COMPONENTS || across < 1 || across > 4 || down < 1 || down > 4) return false
  if (blockPx != 1 && (components > 0 || (blockPx != 2 && blockPx != 4 && blockPx != 8))) return false
  if (<u32>quantiser >= TABLE_SLOTS || <u32>dcSlot >= TABLE_SLOTS || <u32>acSlot >= TABLE_SLOTS) return false
  if (blocksPerUnit + across * down > MAX_MCU_BLOCKS) return false
  const component = componentAt(components)
  component.across = across
  component.down = down
  component.blockPx = blockPx
  component.dcTable = huffmanTableAt(0, dcSlot)
  component.acTable = huffmanTableAt(1, acSlot)
  makeAcLookup(component.acTable, blockPx)
  noteCoefficients(component, quantiserAt(quantiser))
  for (let i = 0; i < across * down; i++) unitBlockAt(blocksPerUnit + i).component = component
  blocksPerUnit += across * down
  components++
  return true
}

/**
 * Lays out the planes, once all components are there.
 *
 * @returns False when there is no room, or when luma is not the component with the most blocks.
 */
export function layOutPlanes(): bool {
  if (components == 0) return false
  const luma = componentAt(0)
  unitsAcross = (sourceWidth + 8 * luma.across - 1) / (8 * luma.across)
  unitsDown = (sourceHeight + 8 * luma.down - 1) / (8 * luma.down)
  recordStride = <usize>(unitsAcross * luma.across) * 2
  const recordBytes = recordStride * <usize>(unitsDown * luma.down)
  let free: usize = firstFree
  for (let i = 0; i < components; i++) {
    const component = componentAt(i)
    if (component.across > luma.across || component.down > luma.down) return false
    component.stride = <usize>(unitsAcross * component.across * component.blockPx)
    component.rows = unitsDown * component.down * component.blockPx
    component.plane = free
    free = aligned(free + component.stride * <usize>component.rows)
  }
  bitRecords = free
  energyRecords = aligned(bitRecords + recordBytes)
  outputAt = aligned(energyRecords + recordBytes)
  // What goes out is a part of what was decoded.
  if (!growTo(outputAt + (outputAt - firstFree))) return false
  layOutUnit()
  return true
}

function layOutUnit(): void {
  let at = 0
  for (let i = 0; i < components; i++) {
    const component = componentAt(i)
    for (let y = 0; y < component.down; y++) {
      for (let x = 0; x < component.across; x++, at++) {
        const block = unitBlockAt(at)
        block.offset = (<usize>y * component.stride + <usize>x) * <usize>component.blockPx
        block.record = <usize>y * recordStride + <usize>x * 2
        block.coefficients = UNIT_COEFFICIENTS + <usize>at * COEFFICIENT_AREA_BYTES
      }
    }
  }
}
