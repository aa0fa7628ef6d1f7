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

/** Whether a pixel lies on an edge. */
export function isEdge(bits: Uint8Array, pixel: number): boolean {
  return (bits[pixel >> 3]! & (1 << (pixel & 7))) !== 0
}
