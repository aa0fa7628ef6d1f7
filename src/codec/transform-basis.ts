/**
 * The small pictures whose weighted sum is a block: what each DCT coefficient, in zigzag order, gives to each pixel when
 * the block is shown 2 x 2, 4 x 4 or 8 x 8 pixels large. A pixel of a scaled block is the mean of the pixels that it stands
 * for, which is what libjpeg's reduced inverse transforms compute too.
 */

/** Weights are in 1/2^17 of a grey level. The largest is 0.24, so they fit 16 bits. */
const WEIGHT_BITS = 17
const SIDE = 8

/** Row * 8 + column of each coefficient in the order of the file (ITU-T T.81, figure A.6). */
export const ZIGZAG: Uint8Array = zigzag()

function zigzag(): Uint8Array {
  const order: number[] = []
  for (let diagonal = 0; diagonal < 2 * SIDE - 1; diagonal++) {
    const cells: number[] = []
    for (let row = 0; row < SIDE; row++) {
      const column = diagonal - row
      if (column >= 0 && column < SIDE) cells.push(row * SIDE + column)
    }
    // Even diagonals go up, odd ones down.
    order.push(...(diagonal % 2 === 0 ? cells.reverse() : cells))
  }
  return Uint8Array.from(order)
}

/** What a coefficient of unit size gives to pixel `at` of `pixels` along one side. */
function weight(frequency: number, at: number, pixels: number): number {
  const span = SIDE / pixels
  let sum = 0
  for (let x = at * span; x < (at + 1) * span; x++) sum += Math.cos(((2 * x + 1) * frequency * Math.PI) / (2 * SIDE))
  return ((frequency === 0 ? Math.SQRT1_2 : 1) / 2) * (sum / span)
}

/**
 * Weights of all coefficients, each in the lower half of 32 bits with a zero above it, as the decoder multiplies them.
 *
 * @param pixels Pixels a side of a shown block: 2, 4 or 8.
 * @param stored Rows and columns that are wanted from the upper left: the half of 8, whose other quarters mirror them.
 * @returns `64 * stored * stored` weights, coefficient by coefficient, row by row.
 */
export function basisWeights(pixels: number, stored: number): Uint32Array {
  const weights = new Uint32Array(SIDE * SIDE * stored * stored)
  let to = 0
  for (const place of ZIGZAG) {
    const [down, across] = [Math.floor(place / SIDE), place % SIDE]
    for (let y = 0; y < stored; y++) {
      for (let x = 0; x < stored; x++) {
        const exact = weight(down, y, pixels) * weight(across, x, pixels)
        weights[to++] = Math.round(exact * 2 ** WEIGHT_BITS) & 0xffff
      }
    }
  }
  return weights
}

/** Symmetry of each coefficient's picture, in zigzag order: 1 odd across, 2 odd down, 3 both, 0 neither. */
export function symmetries(): Uint8Array {
  return ZIGZAG.map(place => (place % 2) + 2 * (Math.floor(place / SIDE) % 2))
}
