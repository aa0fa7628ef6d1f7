/** Virtual shards of the fleet. Stored names of owners lean on it: never change it under a running fleet. */
export const SLOTS = 1024

const encoder = new TextEncoder()

/**
 * The slot of a stream, 0 .. SLOTS - 1: the same on every machine and in every version. FNV-1a over the UTF-8 bytes, with
 * the finaliser of MurmurHash3, because FNV alone leaves names that differ in their last digit close together.
 */
export function slotOf(stream: string): number {
  return hash32(stream) % SLOTS
}

/** 32 bits of a text, evenly spread. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return mix32(hash)
}

/** Finaliser of MurmurHash3: every input bit changes half of the output bits. */
export function mix32(value: number): number {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
