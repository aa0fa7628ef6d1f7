import type { JpegHeader } from './jpeg-header.ts'
import { type JpegSegment, nextSegment, word } from './jpeg-segments.ts'

/** One colour component as the frame and its scan describe it; slots are 0..3. */
export interface PlannedComponent {
  /** Blocks in one unit, across and down, 1..4 each. */
  readonly across: number
  readonly down: number
  readonly quantiser: number
  readonly dcTable: number
  readonly acTable: number
}

/** Where a table stands in the file. */
interface PlacedTable {
  readonly slot: number
  /** Offset of its first value: quantiser steps, or the 16 counts of a Huffman table. */
  readonly at: number
}

export interface PlannedQuantiser extends PlacedTable {
  /** Bytes of a step, 1 or 2. */
  readonly stepBytes: number
}

export interface PlannedHuffmanTable extends PlacedTable {
  readonly kind: 'dc' | 'ac'
  /** Bytes of the counts and the symbols, 16..272. */
  readonly length: number
}

/** All that the service's own decoder needs to know besides the header. */
export interface ScanPlan {
  /** Luma first. */
  readonly components: readonly PlannedComponent[]
  /** Tables in the order of the file: a later one takes the place of an earlier one in its slot. */
  readonly quantisers: readonly PlannedQuantiser[]
  readonly huffmanTables: readonly PlannedHuffmanTable[]
  /** Units from one restart marker to the next, 0 for none. */
  readonly restartInterval: number
}

const SOF0 = 0xc0
const SOF1 = 0xc1
const DHT = 0xc4
const DQT = 0xdb
const DRI = 0xdd
const SOS = 0xda
const APP0 = 0xe0
const APP14 = 0xee
const STEPS = 64
const COUNTS = 16
const MAX_SYMBOLS = 256
const MAX_SLOT = 3
const MAX_FACTOR = 4
// ITU-T T.81, B.2.3.
const MAX_BLOCKS_PER_UNIT = 10

interface FoundComponent {
  readonly id: number
  readonly across: number
  readonly down: number
  readonly quantiser: number
}

/** What has been read so far. */
interface Found {
  quantisers: PlannedQuantiser[]
  huffmanTables: PlannedHuffmanTable[]
  frame: FoundComponent[]
  restartInterval: number
  jfif: boolean
  /** The transform that Adobe's segment names, or null without one. */
  adobeTransform: number | null
}

/**
 * Reads the tables and the layout of a JPEG up to its first scan.
 *
 * @param header Of the same bytes: its segments are known to be whole.
 * @returns Null for whatever the service's own decoder does not take: progressive, arithmetic, several scans, CMYK, RGB,
 *   luma that is not the finest component, colour planes of two sizes, missing or impossible tables. Another decoder names what is wrong, if anything.
 */
export function planScan(jpeg: Uint8Array, header: JpegHeader): ScanPlan | null {
  if (header.process !== 'baseline' && header.process !== 'extended') return null
  if (header.precision !== 8 || !header.interleaved || (header.components !== 1 && header.components !== 3)) return null
  const found: Found = {
    quantisers: [],
    huffmanTables: [],
    frame: [],
    restartInterval: 0,
    jfif: false,
    adobeTransform: null
  }
  for (let at = 2; ; ) {
    const segment = nextSegment(jpeg, at)
    if (segment === null) return null
    if (segment.code === SOS) return planOf(jpeg, segment, found)
    if (!readSegment(jpeg, segment, found)) return null
    at = segment.end
  }
}

function readSegment(jpeg: Uint8Array, segment: JpegSegment, found: Found): boolean {
  switch (segment.code) {
    case DQT:
      return readQuantisers(jpeg, segment, found.quantisers)
    case DHT:
      return readHuffmanTables(jpeg, segment, found.huffmanTables)
    case SOF0:
    case SOF1:
      return readFrame(jpeg, segment, found.frame)
    case DRI:
      if (segment.end - segment.at < 4) return false
      found.restartInterval = word(jpeg, segment.at + 2)
      return true
    case APP0:
      found.jfif ||= hasText(jpeg, segment, 'JFIF\0')
      return true
    case APP14:
      // "Adobe", version, two words of flags, the transform.
      if (hasText(jpeg, segment, 'Adobe') && segment.end - segment.at >= 14) {
        found.adobeTransform = jpeg[segment.at + 13]!
      }
      return true
    default:
      return true
  }
}

function hasText(jpeg: Uint8Array, { at, end }: JpegSegment, text: string): boolean {
  if (end - at < 2 + text.length) return false
  for (let i = 0; i < text.length; i++) if (jpeg[at + 2 + i] !== text.charCodeAt(i)) return false
  return true
}

function readQuantisers(jpeg: Uint8Array, { at, end }: JpegSegment, quantisers: PlannedQuantiser[]): boolean {
  for (let from = at + 2; from < end; ) {
    const slot = jpeg[from]! & 15
    const stepBytes = jpeg[from]! >> 4 === 0 ? 1 : 2
    const next = from + 1 + STEPS * stepBytes
    if (slot > MAX_SLOT || next > end) return false
    quantisers.push({ slot, at: from + 1, stepBytes })
    from = next
  }
  return true
}

function readHuffmanTables(jpeg: Uint8Array, { at, end }: JpegSegment, tables: PlannedHuffmanTable[]): boolean {
  for (let from = at + 2; from < end; ) {
    const slot = jpeg[from]! & 15
    const kind = jpeg[from]! >> 4 === 0 ? 'dc' : 'ac'
    if (slot > MAX_SLOT || from + 1 + COUNTS > end) return false
    let symbols = 0
    for (let i = 1; i <= COUNTS; i++) symbols += jpeg[from + i]!
    const length = COUNTS + symbols
    if (symbols > MAX_SYMBOLS || from + 1 + length > end) return false
    tables.push({ kind, slot, at: from + 1, length })
    from += 1 + length
  }
  return true
}

/** Components of the frame header, which `readJpegHeader` has found to be whole. */
function readFrame(jpeg: Uint8Array, { at }: JpegSegment, frame: FoundComponent[]): boolean {
  const count = jpeg[at + 7]!
  for (let i = 0; i < count; i++) {
    const from = at + 8 + 3 * i
    const factors = jpeg[from + 1]!
    frame.push({ id: jpeg[from]!, across: factors >> 4, down: factors & 15, quantiser: jpeg[from + 2]! })
  }
  return true
}

function planOf(jpeg: Uint8Array, { at, end }: JpegSegment, found: Found): ScanPlan | null {
  const { frame, quantisers, huffmanTables, restartInterval } = found
  // The count, two bytes a component, three bytes that sequential pictures have no use for.
  if (end - at < 3 || jpeg[at + 2] !== frame.length || end - at < 3 + 2 * frame.length) return null
  if (storesRgb(found)) return null
  const components: PlannedComponent[] = []
  for (const [i, { id, across, down, quantiser }] of frame.entries()) {
    const from = at + 3 + 2 * i
    if (jpeg[from] !== id) return null
    const dcTable = jpeg[from + 1]! >> 4
    const acTable = jpeg[from + 1]! & 15
    if (!quantisers.some(({ slot }) => slot === quantiser)) return null
    if (!huffmanTables.some(({ kind, slot }) => kind === 'dc' && slot === dcTable)) return null
    if (!huffmanTables.some(({ kind, slot }) => kind === 'ac' && slot === acTable)) return null
    // A scan of one component has one block in a unit, whatever the factors say (ITU-T T.81, A.2.2).
    const alone = frame.length === 1
    components.push({ across: alone ? 1 : across, down: alone ? 1 : down, quantiser, dcTable, acTable })
  }
  if (!hasFinestLuma(components) || !hasEqualChroma(components)) return null
  return { components, quantisers, huffmanTables, restartInterval }
}

/** As libjpeg tells it: by JFIF, which knows no RGB, else by Adobe's segment, else by the names of the components. */
function storesRgb({ frame, jfif, adobeTransform }: Found): boolean {
  if (frame.length !== 3 || jfif) return false
  if (adobeTransform !== null) return adobeTransform === 0
  return String.fromCharCode(...frame.map(({ id }) => id)) === 'RGB'
}

/** The common kind, and the only one where the luma plane has the size of the picture. */
function hasFinestLuma(components: readonly PlannedComponent[]): boolean {
  const luma = components[0]!
  const fits = ({ across, down }: PlannedComponent) =>
    across >= 1 && down >= 1 && across <= luma.across && down <= luma.down
  const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0)
  return luma.across <= MAX_FACTOR && luma.down <= MAX_FACTOR && blocks <= MAX_BLOCKS_PER_UNIT && components.every(fits)
}

/** Both colour planes go out in one size. */
function hasEqualChroma([, cb, cr]: readonly PlannedComponent[]): boolean {
  return cb?.across === cr?.across && cb?.down === cr?.down
}
