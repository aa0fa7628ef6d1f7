import { boxShrink } from '../kernels/box-shrink.ts'
import type { BlockPlanes, ChromaPlanes, Picture } from '../model/picture.ts'
import type { DecoderExports } from './decoder-module.ts'
import type { JpegHeader } from './jpeg-header.ts'
import type { PlanePool } from './plane-pool.ts'
import type { ScanPlan } from './scan-plan.ts'
import type { WorkingSize } from './working-size.ts'

const BLOCK_PX = 8
const BYTES_PER_RECORD = 2

/** A frame that has been decoded and still lies in the decoder's memory. */
export interface DecodedFrame {
  readonly decoder: DecoderExports
  /** The decoder's memory. */
  readonly bytes: Uint8Array
  readonly header: JpegHeader
  readonly plan: ScanPlan
  readonly size: WorkingSize
  /** Smallest coded pieces that are missing. */
  readonly missingUnits: number
}

/** Copies a decoded frame out of the decoder's memory, once, into memory of the pool. */
export function takePicture(frame: DecodedFrame, pool: PlanePool): Picture {
  const { decoder, header, plan, size, missingUnits } = frame
  const { width, height, components } = header
  const { decodedWidth, decodedHeight, denominator, boxPx } = size
  const from = decoder.beginOutput()
  packed(decoder.packPlane(0, decodedWidth, decodedHeight))
  const chroma = chromaSize(frame)
  for (let i = 1; i < components; i++) packed(decoder.packPlane(i, chroma.width, chroma.height))
  const decodedBytes = decodedWidth * decodedHeight
  const chromaFrom = from + decodedBytes
  const chromaBytes = (components - 1) * chroma.width * chroma.height
  const workingWidth = Math.max(1, Math.floor(decodedWidth / boxPx))
  const workingHeight = Math.max(1, Math.floor(decodedHeight / boxPx))
  const lumaBytes = workingWidth * workingHeight
  const planes = new Uint8Array(pool.take(lumaBytes + chromaBytes))
  const luma = planes.subarray(0, lumaBytes)
  const decoded = frame.bytes.subarray(from, chromaFrom)
  if (boxPx === 1) luma.set(decoded)
  else boxShrink(decoded, decodedWidth, decodedHeight, boxPx, luma)
  planes.set(frame.bytes.subarray(chromaFrom, chromaFrom + chromaBytes), lumaBytes)
  return {
    luma,
    width: workingWidth,
    height: workingHeight,
    chroma: components === 1 ? null : chromaPlanes(planes.subarray(lumaBytes), chroma.width, chroma.height),
    blocks: takeBlocks(frame, chromaFrom + chromaBytes, pool),
    sourceWidth: width,
    sourceHeight: height,
    channels: components,
    scale: denominator * boxPx,
    missingRowShare: missingUnits / unitsOf(header, plan)
  }
}

/** Size of a colour plane: a pixel for each block that holds a part of the picture. */
function chromaSize({ header, plan }: DecodedFrame): { width: number; height: number } {
  const [luma, chroma] = plan.components
  if (luma === undefined || chroma === undefined) return { width: 0, height: 0 }
  return {
    width: Math.ceil((header.width * chroma.across) / luma.across / BLOCK_PX),
    height: Math.ceil((header.height * chroma.down) / luma.down / BLOCK_PX)
  }
}

function chromaPlanes(planes: Uint8Array, width: number, height: number): ChromaPlanes {
  return { cb: planes.subarray(0, width * height), cr: planes.subarray(width * height), width, height }
}

function takeBlocks({ decoder, bytes, header }: DecodedFrame, from: number, pool: PlanePool): BlockPlanes {
  const columns = Math.ceil(header.width / BLOCK_PX)
  const rows = Math.ceil(header.height / BLOCK_PX)
  packed(decoder.packRecords(columns, rows))
  const count = columns * rows
  const records = pool.take(2 * BYTES_PER_RECORD * count)
  new Uint8Array(records).set(bytes.subarray(from, from + records.byteLength))
  return {
    columns,
    rows,
    codedBits: new Uint16Array(records, 0, count),
    energy: new Uint16Array(records, BYTES_PER_RECORD * count, count)
  }
}

function unitsOf({ width, height }: JpegHeader, { components }: ScanPlan): number {
  const { across, down } = components[0]!
  return Math.ceil(width / (BLOCK_PX * across)) * Math.ceil(height / (BLOCK_PX * down))
}

function packed(done: number): void {
  if (done === 0) throw new RangeError('Cannot take out a plane: it is larger than what was decoded')
}
