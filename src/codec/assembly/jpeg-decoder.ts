/**
 * What the host sees of the decoder (assembly-decoder.ts): tables in, a frame announced, its scan put into the memory,
 * decoded, and planes packed for taking out. Everything that comes from a file is checked here or by the host before.
 */
import { forgetAcLookups } from './ac-lookups'
import { buildDcLookup } from './dc-lookup'
import { buildCodes } from './huffman-codes'
import { FRAME_AREA, growTo, huffmanTableAt } from './memory-layout'

export { addComponent, beginFrame, layOutPlanes } from './frame'
export { huffmanTableAt, quantiserAt, SLOTS, WEIGHTS_2, WEIGHTS_4, WEIGHTS_8 } from './memory-layout'
export { beginOutput, packPlane, packRecords } from './pack-planes'
export { decodeScan } from './scan'

/** Makes room for the tables: the first call to make. @returns False when the host has no memory. */
export function reserveTables(): bool {
  return growTo(FRAME_AREA)
}

/** Makes the look-ups of a DC table whose counts and symbols stand in its slot. @returns False when it is impossible. */
export function buildDcTable(slot: i32): bool {
  const table = huffmanTableAt(0, slot)
  if (!buildCodes(table)) return false
  buildDcLookup(table)
  return true
}

/** The same for an AC table, whose look-ups are made when a frame first needs them. */
export function buildAcTable(slot: i32): bool {
  const table = huffmanTableAt(1, slot)
  forgetAcLookups(table)
  return buildCodes(table)
}
