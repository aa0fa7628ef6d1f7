import { crc32 } from 'node:zlib'

/**
 * A number for the bytes of a frame, to tell whether a camera sent the same bytes again: equal bytes always have equal
 * numbers, and other bytes have the same with a chance of one in 2^32. Not for keeping strangers out: who wants two frames
 * to collide can make them. Compare lengths first; it costs nothing.
 *
 * The CRC-32 of zlib, which processors help with: 0.07 ms for 266 KB, where MurmurHash3 in JavaScript took 0.09 ms.
 *
 * @returns 0..2^32 - 1.
 */
export function frameHash(bytes: Uint8Array): number {
  return crc32(bytes)
}
