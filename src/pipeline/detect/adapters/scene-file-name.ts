import { createHash } from 'node:crypto'

/** How much of a stream's name can still be read in its file's, characters. */
const MAX_READABLE_LENGTH = 60
const HASH_HEX_DIGITS = 32
const ENDING = '.scene'

/**
 * The file of a camera's scene: nothing of the stream's name can lead out of the folder, differ by case alone, or be too
 * long for a disk.
 *
 * @example sceneFileName('gate/1') // 'gate_1-', 32 hex digits, '.scene'
 */
export function sceneFileName(stream: string): string {
  const readable = stream.replace(/[^a-zA-Z0-9_-]/gu, '_').slice(0, MAX_READABLE_LENGTH)
  const hash = createHash('sha256').update(stream, 'utf8').digest('hex').slice(0, HASH_HEX_DIGITS)
  return `${readable}-${hash}${ENDING}`
}

/** True for a name that `sceneFileName` can have made. */
export function isSceneFileName(name: string): boolean {
  return /^[a-zA-Z0-9_-]{1,61}[0-9a-f]{32}\.scene$/.test(name)
}
