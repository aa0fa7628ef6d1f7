import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type SceneCheckpoint, sceneFromBytes, sceneToBytes } from './scene-checkpoint.ts'

/** What a scene can be at the most when it is unpacked, bytes: a few hostile ones must not become gigabytes. */
const MOST_BYTES = 64 * 1024

export function packScene(scene: SceneCheckpoint): Uint8Array {
  return deflateRawSync(sceneToBytes(scene))
}

/** Unpacks one look. @returns null when it cannot be unpacked, is longer than any scene, or none. */
export function openScene(packed: Uint8Array): SceneCheckpoint | null {
  try {
    return sceneFromBytes(inflateRawSync(packed, { maxOutputLength: MOST_BYTES }))
  } catch {
    // Damaged bytes, of which `sceneFromBytes` says the same where they can be unpacked.
    return null
  }
}
