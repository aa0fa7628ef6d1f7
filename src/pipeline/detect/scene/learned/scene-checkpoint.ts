import { BLOCKS } from '../../../../kernels/block-grid.ts'
import { lookSize } from '../../../../kernels/look-size.ts'
import { bitBytes } from './edge-bits.ts'
import { ANCHOR_BLOCKS, ANCHOR_WHOLES, type SceneAnchor } from './scene-anchor.ts'
import { createSceneReference, type SceneReference } from './scene-reference.ts'

/** What is kept of a scene over a restart. */
export interface SceneCheckpoint {
  readonly reference: SceneReference
  readonly learnedMs: number
}

const MAGIC = 0x4343_534d
const VERSION = 3
const HEADER_BYTES = 24
/** Figures of blocks, in the order in which they are written. */
const BLOCK_NAMES = [
  'edgePixels',
  'fit',
  'contrast',
  'meanLevels',
  'saturatedRatio',
  'flatRatio',
  'fineLevels',
  'gradientLevels2',
  'grainLevels',
  'blueLevels',
  'redLevels',
  'sharpness'
] as const
const WHOLE_NAMES = [
  'wholeMeanLevels',
  'percentile1Levels',
  'percentile98Levels',
  'darkestSwingLevels',
  'wholeFlatRatio',
  'greyRatio',
  'agreementBefore',
  'differenceLevels',
  'rowLikeness',
  'lowAnisotropy',
  'highAnisotropy',
  'frames',
  'sharpFrames'
] as const
const FIGURE_BYTES = 4 * (BLOCK_NAMES.length * BLOCKS + WHOLE_NAMES.length + 2)
/** An anchor moves slowly and is compared by ratios: half of 32 bits is enough for its figures of blocks. */
const ANCHOR_BYTES = 2 * ANCHOR_BLOCKS.length * BLOCKS + 4 * ANCHOR_WHOLES.length
const MOST_PIXELS_A_SIDE = 1 << 15

const FLOAT = new Float32Array(1)
const BITS = new Uint32Array(FLOAT.buffer)

/**
 * Writes a scene as bytes, under 32 KB: a header (magic, version, shape, length, checksum), the background, its edges as
 * bits, the figures as 32-bit floats, and those of the anchor with their upper half; all little-endian.
 */
export function sceneToBytes({ reference, learnedMs }: SceneCheckpoint): Uint8Array {
  const { size, background, edges } = reference
  const count = size.width * size.height
  const bytes = new Uint8Array(checkpointBytes(count))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, size.boxPx, true)
  view.setUint16(8, size.width, true)
  view.setUint16(10, size.height, true)
  view.setUint32(12, bytes.length, true)
  bytes.set(background, HEADER_BYTES)
  bytes.set(edges, HEADER_BYTES + count)
  let at = HEADER_BYTES + count + bitBytes(count)
  const put = (value: number): void => {
    view.setFloat32(at, value, true)
    at += 4
  }
  for (const name of BLOCK_NAMES) for (const value of reference[name]) put(value)
  for (const name of WHOLE_NAMES) put(reference[name])
  put(reference.stillnessLevels ?? Number.NaN)
  put(learnedMs)
  putAnchor(view, at, reference.anchor)
  view.setUint32(16, checksum(bytes), true)
  return bytes
}

/**
 * Reads a scene back.
 *
 * @returns null when the bytes are cut off, changed, of another version, or say what no scene can be: then it is learned anew.
 */
export function sceneFromBytes(bytes: Uint8Array): SceneCheckpoint | null {
  if (bytes.length < HEADER_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION) return null
  const [boxPx, width, height] = [view.getUint16(6, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (Math.max(width, height) > MOST_PIXELS_A_SIDE || boxPx < 1) return null
  const size = lookSize(width * boxPx, height * boxPx)
  if (size === null || size.boxPx !== boxPx || size.width !== width || size.height !== height) return null
  const count = width * height
  const length = checkpointBytes(count)
  if (bytes.length !== length || view.getUint32(12, true) !== bytes.length) return null
  if (view.getUint32(16, true) !== checksum(bytes)) return null
  const reference = createSceneReference(size)
  reference.background.set(bytes.subarray(HEADER_BYTES, HEADER_BYTES + count))
  reference.edges.set(bytes.subarray(HEADER_BYTES + count, HEADER_BYTES + count + bitBytes(count)))
  if (!takeAnchor(view, length - ANCHOR_BYTES, reference.anchor)) return null
  return takeFigures(view, HEADER_BYTES + count + bitBytes(count), reference)
}

function putAnchor(view: DataView, from: number, anchor: SceneAnchor): void {
  let at = from
  for (const name of ANCHOR_BLOCKS) {
    for (const value of anchor[name]) {
      FLOAT[0] = value
      // Rounded to nearest: cut off, every restart would make it smaller.
      view.setUint16(at, Math.min(0xffff, (BITS[0]! + 0x8000) >>> 16), true)
      at += 2
    }
  }
  for (const name of ANCHOR_WHOLES) {
    view.setFloat32(at, anchor[name], true)
    at += 4
  }
}

/** @returns False when it says what no anchor can be. */
function takeAnchor(view: DataView, from: number, anchor: SceneAnchor): boolean {
  let at = from
  let isSound = true
  for (const name of ANCHOR_BLOCKS) {
    const canBeNegative = name === 'blueLevels' || name === 'redLevels'
    for (let block = 0; block < BLOCKS; block++) {
      BITS[0] = view.getUint16(at, true) << 16
      at += 2
      const value = FLOAT[0]!
      isSound &&= Number.isFinite(value) && (canBeNegative || value >= 0)
      anchor[name][block] = value
    }
  }
  for (const name of ANCHOR_WHOLES) {
    anchor[name] = view.getFloat32(at, true)
    at += 4
    isSound &&= Number.isFinite(anchor[name]) && anchor[name] >= 0
  }
  return isSound
}

function takeFigures(view: DataView, from: number, reference: SceneReference): SceneCheckpoint | null {
  let at = from
  let isSound = true
  const take = (): number => {
    const value = view.getFloat32(at, true)
    at += 4
    isSound &&= Number.isFinite(value)
    return value
  }
  for (const name of BLOCK_NAMES) for (let block = 0; block < BLOCKS; block++) reference[name][block] = take()
  for (const name of WHOLE_NAMES) reference[name] = take()
  const stillness = view.getFloat32(at, true)
  const learnedMs = view.getFloat32(at + 4, true)
  reference.stillnessLevels = Number.isNaN(stillness) ? null : stillness
  return isSound && learnedMs >= 0 && Number.isFinite(learnedMs) ? { reference, learnedMs } : null
}

function checkpointBytes(count: number): number {
  return HEADER_BYTES + count + bitBytes(count) + FIGURE_BYTES + ANCHOR_BYTES
}

/** FNV-1a over everything but the checksum's own place: tells accidents, not attackers. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) {
    if (i >= 16 && i < 20) continue
    sum = Math.imul(sum ^ bytes[i]!, 0x01000193)
  }
  return sum >>> 0
}
