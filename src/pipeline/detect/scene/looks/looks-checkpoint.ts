import { openScene, packScene } from '../learned/packed-scene.ts'
import type { SceneCheckpoint } from '../learned/scene-checkpoint.ts'
import { MOST_OTHER_LOOKS } from './scene-album.ts'

/** Everything that a camera knows of its scene, for a restart. */
export interface LooksCheckpoint {
  readonly present: SceneCheckpoint
  /** Other looks, packed as `SceneAlbum` has them, the one used last first. */
  readonly others: readonly Uint8Array[]
  /** Longest turn from one view to another, ms; null for a camera that does not turn. */
  readonly longestTurnMs: number | null
}

const MAGIC = 0x4343_534c
const VERSION = 2
const HEADER_BYTES = 12
const LENGTH_BYTES = 4
const NO_TURN = 0xffff_ffff
/** What a store takes. */
const MOST_BYTES = 64 * 1024

/**
 * Writes a header (magic, version, number of looks, longest turn) and the looks, each with its length: deflated scene
 * checkpoints, which hold their own shape and checksum; all little-endian. Others that do not fit 64 KB are left out.
 */
export function looksToBytes({ present, others, longestTurnMs }: LooksCheckpoint): Uint8Array {
  const looks = [packScene(present), ...others]
  const size = (): number => looks.reduce((sum, look) => sum + LENGTH_BYTES + look.length, HEADER_BYTES)
  while (looks.length > 1 && size() > MOST_BYTES) looks.pop()
  const bytes = new Uint8Array(size())
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, looks.length, true)
  view.setUint32(8, longestTurnMs === null ? NO_TURN : Math.min(NO_TURN - 1, Math.round(longestTurnMs)), true)
  let at = HEADER_BYTES
  for (const look of looks) {
    view.setUint32(at, look.length, true)
    bytes.set(look, at + LENGTH_BYTES)
    at += LENGTH_BYTES + look.length
  }
  return bytes
}

/** @returns null when the bytes are cut off, changed, of another version, or say what no scene can be. */
export function looksFromBytes(bytes: Uint8Array): LooksCheckpoint | null {
  if (bytes.length < HEADER_BYTES || bytes.length > MOST_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION) return null
  const count = view.getUint16(6, true)
  if (count < 1 || count > 1 + MOST_OTHER_LOOKS) return null
  const looks: Uint8Array[] = []
  let at = HEADER_BYTES
  for (let i = 0; i < count; i++) {
    if (at + LENGTH_BYTES > bytes.length) return null
    const length = view.getUint32(at, true)
    at += LENGTH_BYTES
    if (length > bytes.length - at) return null
    looks.push(bytes.subarray(at, at + length))
    at += length
  }
  const [first, ...others] = looks
  const present = first === undefined ? null : openScene(first)
  if (at !== bytes.length || present === null) return null
  const turnMs = view.getUint32(8, true)
  return { present, others, longestTurnMs: turnMs === NO_TURN ? null : turnMs }
}
