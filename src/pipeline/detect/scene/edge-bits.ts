/** Four bits as four bytes of all ones or zeros, first bit first: WebAssembly's memory is little-endian. */
const SPREAD = Uint32Array.from({ length: 16 }, (_, bits) => {
  return [0, 1, 2, 3].reduce((word, i) => word + ((bits >> i) & 1) * 0xff * 2 ** (8 * i), 0)
})

/** Bytes that as many bits take. */
export function bitBytes(count: number): number {
  return (count + 7) >> 3
}

/** @param edges A byte a pixel: 0, or anything else on an edge. @returns A bit a pixel, the lowest first. */
export function packEdges(edges: Uint8Array): Uint8Array {
  const bits = new Uint8Array(bitBytes(edges.length))
  for (let i = 0; i < edges.length; i++) if (edges[i] !== 0) bits[i >> 3]! |= 1 << (i & 7)
  return bits
}

/**
 * Spreads bits to bytes, 255 on edges and else 0.
 *
 * @param words Memory of 32-bit words. @param firstWord Where the bytes go; up to 7 bytes behind the last bit are written.
 */
export function spreadEdges(bits: Uint8Array, words: Uint32Array, firstWord: number): void {
  for (let i = 0, at = firstWord; i < bits.length; i++) {
    const byte = bits[i]!
    words[at++] = SPREAD[byte & 15]!
    words[at++] = SPREAD[byte >> 4]!
  }
}

/** Whether a pixel lies on an edge. */
export function isEdge(bits: Uint8Array, pixel: number): boolean {
  return (bits[pixel >> 3]! & (1 << (pixel & 7))) !== 0
}
