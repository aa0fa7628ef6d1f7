/** A fast stream of pseudo-random bytes from a seed; xorshift (Marsaglia, "Xorshift RNGs", 2003). */
export function createByteNoise(seed: number): () => number {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x5bd1e995) | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 11) & 255
  }
}
