const EDGE: u8 = 2
/** The lowest bits of three marks side by side: set in a candidate alone. */
const CANDIDATES: u32 = 0x01_01_01

/**
 * Turns candidates that touch an edge into edges. Marks: 0 none, 1 candidate, 2 edge.
 *
 * @param stride Marks per row, border included.
 * @param stack Addresses of the marks of edges, u32 each, up to `top`; grows by one for each candidate that is turned.
 * @returns How many edges there are in the end.
 */
export function followEdges(stride: usize, stack: usize, top: usize): u32 {
  let edges = <u32>((top - stack) >> 2)
  while (top > stack) {
    top -= 4
    const middle = <usize>load<u32>(top)
    for (let left = middle - stride - 1, last = middle + stride; left < last; left += stride) {
      for (let bits = load<u32>(left) & CANDIDATES; bits != 0; bits &= bits - 1) {
        const candidate = left + (<usize>ctz(bits) >> 3)
        store<u8>(candidate, EDGE)
        store<u32>(top, <u32>candidate)
        top += 4
        edges++
      }
    }
  }
  return edges
}
