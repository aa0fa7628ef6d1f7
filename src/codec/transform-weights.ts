/**
 * What the decoder multiplies with to make pixels of DCT coefficients (assembly/fixed-point.ts). A pixel of a scaled block is
 * the mean of the pixels that it stands for, which is what libjpeg's reduced inverse transforms compute too.
 */

/** Weights are in 1/2^15. The largest is 0.69. */
const ONE = 2 ** 15
const SIDE = 8
const LANES = 8

/**
 * Weights for blocks that are shown 2 x 2 pixels large: four vectors of the odd columns, then for a row above and one below
 * what its odd frequencies are multiplied with, a half for the constant among them.
 */
export function weights2(): Int16Array {
  const odd = [1, 3, 5, 7].map(frequency => weight(frequency, 0, 2))
  const upper = odd.flatMap((value, i) => [i === 0 ? 0.5 : 0, value])
  const lower = upper.map((value, lane) => (lane % 2 === 1 ? -value : value))
  return asVectors([...odd.map(splat), upper, lower])
}

/**
 * Weights for 4 x 4 pixels: those of the frequencies 2 and 6 for an outer column, of 1, 3, 5 and 7 for an outer column and for
 * an inner one; then vectors for pairs of rows, 0 and 1 to 6 and 7, for an outer row and for an inner one.
 */
export function weights4(): Int16Array {
  const across = [2, 6].map(frequency => splat(weight(frequency, 0, 4)))
  for (const pixel of [0, 1]) across.push(...[1, 3, 5, 7].map(frequency => splat(weight(frequency, pixel, 4))))
  const down = [0, 1].flatMap(pixel =>
    [0, 2, 4, 6].map(even => {
      const constant = even === 0 ? 0.5 : weight(even, pixel, 4)
      return [...half(constant), ...half(weight(even + 1, pixel, 4))]
    })
  )
  return asVectors([...across, ...down])
}

/** Weights at full size: of the frequencies 2 and 6, then of 1, 3, 5 and 7 for the first to the fourth pixel. */
export function weights8(): Int16Array {
  const even = [2, 6].map(frequency => splat(weight(frequency, 0, 8)))
  const odd = [0, 1, 2, 3].flatMap(pixel => [1, 3, 5, 7].map(frequency => splat(weight(frequency, pixel, 8))))
  return asVectors([...even, ...odd])
}

/** Slot of each coefficient in the order of the file: column by column, top to bottom, so that the first pass makes rows. */
export function slots(): Uint8Array {
  return Uint8Array.from(ZIGZAG, natural => (natural % SIDE) * SIDE + Math.floor(natural / SIDE))
}

/** What a coefficient of unit size gives to pixel `at` of `pixels` along one side, where the constant one gives a half. */
function weight(frequency: number, at: number, pixels: number): number {
  const span = SIDE / pixels
  let sum = 0
  for (let x = at * span; x < (at + 1) * span; x++) sum += Math.cos(((2 * x + 1) * frequency * Math.PI) / (2 * SIDE))
  return Math.SQRT1_2 * (sum / span)
}

function splat(value: number): number[] {
  return Array.from({ length: LANES }, () => value)
}

function half(value: number): number[] {
  return Array.from({ length: LANES / 2 }, () => value)
}

function asVectors(vectors: readonly (readonly number[])[]): Int16Array {
  return Int16Array.from(vectors.flat(), value => Math.round(value * ONE))
}

/** Row * 8 + column of each coefficient in the order of the file (ITU-T T.81, figure A.6). */
const ZIGZAG = zigzag()

function zigzag(): number[] {
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
  return order
}
