/** Row * 8 + column of each coefficient in the order of the file. */
export const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63
]

const COSINES = Array.from({ length: 8 }, (_, x) =>
  Array.from({ length: 8 }, (_, u) => ((u === 0 ? Math.SQRT1_2 : 1) / 2) * Math.cos(((2 * x + 1) * u * Math.PI) / 16))
)

/**
 * The inverse transform by its definition (ITU-T T.81, A.3.3), then the mean of each box of pixels.
 *
 * @param levels Dequantised coefficients in zigzag order.
 * @param pixels Pixels a side that are wanted: 1, 2, 4 or 8.
 * @returns Levels before they are rounded and cut to 0..255, row by row.
 */
export function slowBlock(levels: readonly number[], pixels: number): number[] {
  const box = 8 / pixels
  const out = new Array<number>(pixels * pixels).fill(128)
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      let level = 0
      for (let k = 0; k < 64; k++) {
        const place = ZIGZAG[k]!
        if (levels[k] !== 0) level += levels[k]! * COSINES[y]![place >> 3]! * COSINES[x]![place & 7]!
      }
      out[Math.floor(y / box) * pixels + Math.floor(x / box)]! += level / (box * box)
    }
  }
  return out
}
