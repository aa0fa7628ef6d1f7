import { createHash } from 'node:crypto'
import type { FaultKind } from '../../model/fault.ts'
import type { PictureRole } from '../../model/incident.ts'

/** Longest stream name that stands in keys as it is, characters. A folder's name may have 255 bytes. */
const MAX_PLAIN_LENGTH = 128
/** How much of a name that is not plain can still be read in its keys, characters. */
const MAX_READABLE_LENGTH = 80
const HASH_HEX_DIGITS = 16
const TIME_DIGITS = 13
/** Last time that fits into 13 digits: the year 2286. */
export const MAX_KEY_TIME_MS = 10 ** TIME_DIGITS - 1

const PLAIN_NAME = /^[a-zA-Z0-9_-]+$/
const HASHED_NAME = /--[0-9a-f]{16}$/
const KEY = /^([a-zA-Z0-9_-]{1,128})\/(\d{13})(_intrussion)?\.jpg$/

/** No stream's folder can have this name: it has a dot. */
const PICTURE_FOLDER = '.incidents'
const PICTURE_KEY = /^\.incidents\/[a-zA-Z0-9_-]{1,128}\/\d{13}_(before|first|worst|after)-[a-z-]{1,20}\.jpg$/

/** What a key says. */
export interface SnapshotKey {
  readonly safeStream: string
  readonly epochMs: number
  /** True for `<ms>_intrussion.jpg`, as the old service spelt it. */
  readonly suffix: boolean
}

/**
 * The folder of a stream's snapshots: only `[a-zA-Z0-9_-]`, and never that of another stream. A plain name stays as it
 * is, so that what the old service stored is still found; any other is made readable and told apart by its hash. A plain
 * name that looks like a hashed one is hashed too, or somebody could name a camera after another one's folder.
 *
 * @example safeStream('gate-1') // 'gate-1'
 * @example safeStream('gate/1') // 'gate_1--' and 16 hex digits
 */
export function safeStream(stream: string): string {
  if (stream.length <= MAX_PLAIN_LENGTH && PLAIN_NAME.test(stream) && !HASHED_NAME.test(stream)) return stream
  const readable = stream.replace(/[^a-zA-Z0-9_-]/gu, '_').slice(0, MAX_READABLE_LENGTH)
  return `${readable}--${hashOf(stream)}`
}

function hashOf(stream: string): string {
  const hash = createHash('sha256')
  // Half a surrogate pair has no UTF-8 form: all of them would hash as the same replacement character. The byte 0xff
  // occurs in no UTF-8 text, so this cannot meet the hash of a proper name.
  if (/\p{Surrogate}/u.test(stream)) hash.update(Uint8Array.of(0xff)).update(stream, 'utf16le')
  else hash.update(stream, 'utf8')
  return hash.digest('hex').slice(0, HASH_HEX_DIGITS)
}

/**
 * @param epochMs Epoch ms; brought to a whole number within 0..MAX_KEY_TIME_MS.
 * @param suffix Spell it `<ms>_intrussion.jpg`.
 */
export function formatKey(stream: string, epochMs: number, suffix: boolean): string {
  return keyIn(safeStream(stream), epochMs, suffix)
}

/** As `formatKey`, for a stream whose folder is known already. */
export function keyIn(folder: string, epochMs: number, suffix: boolean): string {
  return `${folder}/${String(keyTimeMs(epochMs)).padStart(TIME_DIGITS, '0')}${suffix ? '_intrussion' : ''}.jpg`
}

/** The time that a key can hold which is nearest to the given one. NaN gives 0. */
export function keyTimeMs(epochMs: number): number {
  return epochMs > 0 ? Math.min(Math.trunc(epochMs), MAX_KEY_TIME_MS) : 0
}

/** @returns null for a key that this service would not have written. */
export function parseKey(key: string): SnapshotKey | null {
  const match = KEY.exec(key)
  if (!match) return null
  const [, folder = '', digits = '', suffix] = match
  return { safeStream: folder, epochMs: Number(digits), suffix: suffix !== undefined }
}

/**
 * The key of a picture that belongs to an incident. It lies apart from the cameras' snapshots: neither their number nor
 * their age deletes it, and who lists a camera's snapshots does not find it among them.
 *
 * @param epochMs When the incident's fault was raised.
 */
export function pictureKey(stream: string, epochMs: number, role: PictureRole, kind: FaultKind): string {
  const time = String(keyTimeMs(epochMs)).padStart(TIME_DIGITS, '0')
  return `${PICTURE_FOLDER}/${safeStream(stream)}/${time}_${role}-${kind}.jpg`
}

/** Whether this service would have written a snapshot or an incident's picture under the key. */
export function isOwnKey(key: string): boolean {
  return PICTURE_KEY.test(key) || parseKey(key) !== null
}
