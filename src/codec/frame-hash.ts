const WORD_BYTES = 4
const LANES = 4
const SCRAMBLE_1 = 0xcc9e2d51
const SCRAMBLE_2 = 0x1b873593
const FINISH_1 = 0x85ebca6b
const FINISH_2 = 0xc2b2ae35

/**
 * A number for the bytes of a frame, to tell whether a camera sent the same bytes again: equal bytes always have equal
 * numbers, and other bytes have the same with a chance of one in 2^32. Not for keeping strangers out: who wants two frames
 * to collide can make them. Compare lengths first; it costs nothing.
 *
 * Four lanes of words that do not wait for each other, mixed and finished as MurmurHash3 does.
 *
 * @returns 0..2^32 - 1.
 * @see Austin Appleby, MurmurHash3, 2011
 */
export function frameHash(bytes: Uint8Array): number {
  let [a, b, c, d] = [1, 2, 3, 4]
  const whole = bytes.length - (bytes.length % (WORD_BYTES * LANES))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < whole; at += WORD_BYTES * LANES) {
    a = mix(a, view.getInt32(at, true))
    b = mix(b, view.getInt32(at + 4, true))
    c = mix(c, view.getInt32(at + 8, true))
    d = mix(d, view.getInt32(at + 12, true))
  }
  let hash = mix(mix(mix(mix(bytes.length, a), b), c), d)
  for (let at = whole; at < bytes.length; at++) hash = mix(hash, bytes[at]!)
  hash = Math.imul(hash ^ (hash >>> 15), FINISH_1)
  hash = Math.imul(hash ^ (hash >>> 13), FINISH_2)
  return (hash ^ (hash >>> 16)) >>> 0
}

function mix(hash: number, word: number): number {
  const first = Math.imul(word, SCRAMBLE_1)
  const sum = hash ^ Math.imul((first << 15) | (first >>> 17), SCRAMBLE_2)
  return (Math.imul((sum << 13) | (sum >>> 19), 5) + 0xe6546b64) | 0
}
