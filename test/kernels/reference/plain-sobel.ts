import type { SobelGradients } from '../../../src/kernels/sobel-gradients.ts'

/** Sobel 3x3 with its weights written out, and the direction by comparing with each boundary. */
export function plainSobel(plane: Uint8Array, width: number, height: number, out: SobelGradients): void {
  for (let y = 0, i = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width
    const here = y * width
    const below = Math.min(height - 1, y + 1) * width
    for (let x = 0; x < width; x++, i++) {
      const left = Math.max(0, x - 1)
      const right = Math.min(width - 1, x + 1)
      const topLeft = plane[above + left]!
      const topRight = plane[above + right]!
      const bottomLeft = plane[below + left]!
      const bottomRight = plane[below + right]!
      const gx = topRight + 2 * plane[here + right]! + bottomRight - topLeft - 2 * plane[here + left]! - bottomLeft
      const gy = bottomLeft + 2 * plane[below + x]! + bottomRight - topLeft - 2 * plane[above + x]! - topRight
      out.gradientX[i] = gx
      out.gradientY[i] = gy
      out.magnitude[i] = Math.abs(gx) + Math.abs(gy)
      out.directions[i] = plainDirection(gx, gy)
    }
  }
}

const TAN_22 = 13_573 / 32_768
const TAN_67 = TAN_22 + 2

/** Eighth of the half circle that a gradient points into, its sign left aside. */
export function plainDirection(gx: number, gy: number): number {
  // Into the half plane from 0 up to, not with, 180 degrees.
  const x = gy < 0 || (gy === 0 && gx < 0) ? -gx : gx
  const y = Math.abs(gy)
  if (x > 0) {
    if (y < x * TAN_22) return 0
    if (y < x) return 1
    return y < x * TAN_67 ? 2 : 3
  }
  if (x === 0) return y === 0 ? 0 : 4
  if (y > -x * TAN_67) return 4
  if (y > -x) return 5
  return y > -x * TAN_22 ? 6 : 7
}
