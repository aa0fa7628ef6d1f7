import { BASIS_8, BASIS_8_BYTES, QUADRANT_BYTES, QUADRANTS, SYMMETRY } from './memory-layout'
import { finished, times } from './pixels'

/**
 * Full-size blocks. The picture of a coefficient is symmetric or antisymmetric across and down, so its upper left quarter
 * says it all: quarters are summed by symmetry, and the four quarters of the block are sums and differences of those.
 */

/** Begins a block. @param start What the DC value gives to each pixel; it is symmetric both ways. */
export function clearQuadrants(start: v128): void {
  memory.fill(QUADRANTS + QUADRANT_BYTES, 0, 3 * QUADRANT_BYTES)
  for (let row: usize = 0; row < 4; row++) v128.store(QUADRANTS + row * 16, start)
}

/** Adds a coefficient. @param level Its dequantised value in every lane. @param place In zigzag order. */
export function addToQuadrant(level: v128, place: usize): void {
  const quadrant = QUADRANTS + <usize>load<u8>(SYMMETRY + place) * QUADRANT_BYTES
  const basis = BASIS_8 + place * BASIS_8_BYTES
  v128.store(quadrant, i32x4.add(v128.load(quadrant), times(level, basis)))
  v128.store(quadrant, i32x4.add(v128.load(quadrant, 16), times(level, basis + 16)), 16)
  v128.store(quadrant, i32x4.add(v128.load(quadrant, 32), times(level, basis + 32)), 32)
  v128.store(quadrant, i32x4.add(v128.load(quadrant, 48), times(level, basis + 48)), 48)
}

/** Stores the 8 x 8 pixels of the block. */
export function storeQuadrants(target: usize, stride: usize): void {
  for (let row: usize = 0; row < 4; row++) {
    const at = QUADRANTS + row * 16
    const even = v128.load(at)
    const oddAcross = v128.load(at + QUADRANT_BYTES)
    const oddDown = v128.load(at + 2 * QUADRANT_BYTES)
    const oddBoth = v128.load(at + 3 * QUADRANT_BYTES)
    storeRow(target + row * stride, i32x4.add(even, oddDown), i32x4.add(oddAcross, oddBoth))
    storeRow(target + (7 - row) * stride, i32x4.sub(even, oddDown), i32x4.sub(oddAcross, oddBoth))
  }
}

/** One row: its left half is the sum of both, its right half the difference, mirrored. */
function storeRow(target: usize, even: v128, odd: v128): void {
  const right = i32x4.sub(even, odd)
  const words = finished(i32x4.add(even, odd), i32x4.shuffle(right, right, 3, 2, 1, 0))
  v128.store64_lane(target, i8x16.narrow_i16x8_u(words, words), 0)
}
