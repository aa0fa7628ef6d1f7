import { BAD_POSITION, bitsAvailable } from './bit-window'
import { Component, componentAt, energyOf } from './component'
import {
  bitRecords,
  blocksPerUnit,
  bitsTop,
  components,
  energyRecords,
  inputAt,
  inputBytes,
  recordStride,
  restartInterval,
  UnitBlock,
  unitBlockAt,
  unitsAcross,
  unitsDown
} from './frame'
import { skipBlock, skippedMagnitude } from './skip-block'
import { parseBlock, parsedMagnitude, parsedTo, parseRest, WHOLE_BLOCK } from './parse-block'
import { showBlock2 } from './show-block-2'
import { showBlock4 } from './show-block-4'
import { showBlock8 } from './show-block-8'
import { behindMarker, nextRestart, unstuff } from './unstuff'

const MID_GREY: u8 = 128
const MOST: u32 = 0xffff
const RESTARTS: i32 = 8
/** A restart marker that is further ahead than this is one of the past (ITU-T T.81 has numbers of 3 bits alone). */
const MOST_RESTARTS_AHEAD: i32 = 3

/** Records of the unit in work. */
let records: usize = 0

/**
 * Decodes the scan into the planes. What cannot be decoded becomes mid-grey, up to the next restart marker or the end.
 *
 * @returns Units that are missing, 0 for a whole picture.
 */
export function decodeScan(): i32 {
  const stop = inputAt + inputBytes
  // The end marker that `unstuff` and `nextRestart` rely on.
  for (let at = stop; at < stop + 32; at += 2) store<u16>(at, 0xd9ff)
  const units = unitsAcross * unitsDown
  const interval = restartInterval == 0 ? units : min(restartInterval, units)
  let missing = 0
  let from = inputAt
  for (let first = 0, number = 0; first < units; ) {
    const last = min(first + interval, units)
    unstuff(from, stop, bitsTop)
    const reached = decodeUnits(first, last)
    missing += last - reached
    blankUnits(reached, last)
    first = last
    if (first == units || restartInterval == 0) break
    const skipped = restartsSkipped(stop, number)
    if (skipped < 0) {
      missing += units - first
      blankUnits(first, units)
      break
    }
    const lost = min(skipped * interval, units - first)
    missing += lost
    blankUnits(first, first + lost)
    first += lost
    number = (number + skipped + 1) % RESTARTS
    from = behindMarker
  }
  return missing
}

/**
 * Goes to the restart marker that decoding continues at.
 *
 * @param number The one that is due, 0..7.
 * @returns Intervals that were lost because their markers are, or -1 when there is no marker any more.
 */
function restartsSkipped(stop: usize, number: i32): i32 {
  while (true) {
    const found = nextRestart(stop)
    if (found < 0) return -1
    const ahead = (found - number + RESTARTS) % RESTARTS
    if (ahead <= MOST_RESTARTS_AHEAD) return ahead
  }
}

/** Decodes units from `first` until `last`. @returns The first one that is not whole, or `last`. */
function decodeUnits(first: i32, last: i32): i32 {
  for (let i = 0; i < components; i++) componentAt(i).prediction = 0
  const luma = componentAt(0)
  const lumaBlocks = luma.across * luma.down
  let position: u32 = 0
  let x = first % unitsAcross
  goToUnit(x, first / unitsAcross)
  for (let unit = first; unit < last; unit++) {
    if (x == unitsAcross) {
      x = 0
      goToUnit(0, unit / unitsAcross)
    }
    position = luma.blockPx == 1 ? skipLuma(luma, lumaBlocks, position) : parseLuma(luma, lumaBlocks, position)
    // A bad position is beyond what there is, too; bits behind the last one are made of padding.
    if (position > bitsAvailable) return unit
    for (let i = lumaBlocks; i < blocksPerUnit; i++) {
      const block = unitBlockAt(i)
      position = skipBlock(block.component, block.component.target + block.offset, position)
      if (position > bitsAvailable) return unit
    }
    // Last, so that what was written in single values has long left for memory before it is read in vectors.
    if (luma.blockPx > 1) showLuma(luma, lumaBlocks)
    for (let i = 0; i < components; i++) {
      const component = componentAt(i)
      component.target += <usize>(component.across * component.blockPx)
    }
    records += <usize>luma.across * 2
    x++
  }
  return last
}

function goToUnit(x: i32, y: i32): void {
  for (let i = 0; i < components; i++) {
    const component = componentAt(i)
    const rows = <usize>(y * component.down * component.blockPx)
    component.target = component.plane + rows * component.stride + <usize>(x * component.across * component.blockPx)
  }
  const luma = componentAt(0)
  records = <usize>(y * luma.down) * recordStride + <usize>(x * luma.across) * 2
}

/** Decodes the luma blocks of the unit in work, a pixel each. @returns Position behind them, or one that is too far. */
function skipLuma(luma: Component, blocks: i32, from: u32): u32 {
  let position = from
  for (let i = 0; i < blocks; i++) {
    const block = unitBlockAt(i)
    const behind = skipBlock(luma, luma.target + block.offset, position)
    if (behind > bitsAvailable) return BAD_POSITION
    noteBits(block, behind - position)
    noteEnergy(block, energyOf(luma, skippedMagnitude))
    position = behind
  }
  return position
}

/** Reads the coefficients of the luma blocks. @returns Position behind them, or one that is too far. */
function parseLuma(luma: Component, blocks: i32, from: u32): u32 {
  let position = from
  for (let i = 0; i < blocks; i++) {
    const block = unitBlockAt(i)
    let behind = parseBlock(luma, block.coefficients, position)
    if (parsedTo < WHOLE_BLOCK) behind = parseRest(luma, block.coefficients, behind)
    if (behind > bitsAvailable) return BAD_POSITION
    // The first slot is that of the DC value.
    store<i16>(block.coefficients, <i16>luma.prediction)
    noteBits(block, behind - position)
    noteEnergy(block, energyOf(luma, parsedMagnitude))
    position = behind
  }
  return position
}

/** Makes the pixels of the luma blocks. */
function showLuma(luma: Component, blocks: i32): void {
  for (let i = 0; i < blocks; i++) {
    const block = unitBlockAt(i)
    const target = luma.target + block.offset
    if (luma.blockPx == 2) showBlock2(luma, block.coefficients, target)
    else if (luma.blockPx == 4) showBlock4(luma, block.coefficients, target)
    else showBlock8(luma, block.coefficients, target)
  }
}

function noteBits(block: UnitBlock, bits: u32): void {
  store<u16>(bitRecords + records + block.record, <u16>min(bits, MOST))
}

function noteEnergy(block: UnitBlock, energy: u32): void {
  store<u16>(energyRecords + records + block.record, <u16>min(energy, MOST))
}

/** Makes units mid-grey, with no bits and no energy. */
function blankUnits(first: i32, last: i32): void {
  while (first < last) {
    const y = first / unitsAcross
    const x = first % unitsAcross
    const count = min(last - first, unitsAcross - x)
    goToUnit(x, y)
    for (let i = 0; i < components; i++) {
      const component = componentAt(i)
      const bytes = <usize>(count * component.across * component.blockPx)
      for (let row = 0; row < component.down * component.blockPx; row++) {
        memory.fill(component.target + <usize>row * component.stride, MID_GREY, bytes)
      }
    }
    const luma = componentAt(0)
    for (let row = 0; row < luma.down; row++) {
      const at = records + <usize>row * recordStride
      memory.fill(bitRecords + at, 0, <usize>(count * luma.across) * 2)
      memory.fill(energyRecords + at, 0, <usize>(count * luma.across) * 2)
    }
    first += count
  }
}
