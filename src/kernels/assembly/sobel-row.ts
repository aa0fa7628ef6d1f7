import { levelsAt } from './lanes'

/**
 * Sobel 3x3 derivatives of one row and their L1 magnitude; the picture's border repeats. All outputs are i16:
 * derivatives -1020..1020, magnitude 0..2040, and up to 7 values of no meaning behind the row.
 *
 * @param above Address of the row above, or of this one when there is none; `below` likewise.
 * @param width Pixels, >= 1.
 */
export function sobelRow(
  above: usize,
  here: usize,
  below: usize,
  width: i32,
  gradientX: usize,
  gradientY: usize,
  magnitude: usize
): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    const topLeft = levelsAt(above + x - 1)
    const topRight = levelsAt(above + x + 1)
    const bottomLeft = levelsAt(below + x - 1)
    const bottomRight = levelsAt(below + x + 1)
    const across = i16x8.sub(levelsAt(here + x + 1), levelsAt(here + x - 1))
    const down = i16x8.sub(levelsAt(below + x), levelsAt(above + x))
    // Both are sums of the differences along the two diagonals and twice the middle one.
    const falling = i16x8.sub(bottomRight, topLeft)
    const rising = i16x8.sub(topRight, bottomLeft)
    const gx = i16x8.add(i16x8.add(falling, rising), i16x8.shl(across, 1))
    const gy = i16x8.add(i16x8.sub(falling, rising), i16x8.shl(down, 1))
    v128.store(gradientX + 2 * x, gx)
    v128.store(gradientY + 2 * x, gy)
    v128.store(magnitude + 2 * x, i16x8.add(i16x8.abs(gx), i16x8.abs(gy)))
  }
  sobelPixel(above, here, below, 0, width, gradientX, gradientY, magnitude)
  sobelPixel(above, here, below, width - 1, width, gradientX, gradientY, magnitude)
}

/** One pixel at an end of the row, where a neighbour is missing. */
function sobelPixel(
  above: usize,
  here: usize,
  below: usize,
  x: i32,
  width: i32,
  gradientX: usize,
  gradientY: usize,
  magnitude: usize
): void {
  const left = <usize>max(x - 1, 0)
  const right = <usize>min(x + 1, width - 1)
  const middle = <usize>x
  const topLeft = <i32>load<u8>(above + left)
  const topRight = <i32>load<u8>(above + right)
  const bottomLeft = <i32>load<u8>(below + left)
  const bottomRight = <i32>load<u8>(below + right)
  const across = <i32>load<u8>(here + right) - <i32>load<u8>(here + left)
  const down = <i32>load<u8>(below + middle) - <i32>load<u8>(above + middle)
  const gx = topRight + bottomRight - topLeft - bottomLeft + 2 * across
  const gy = bottomLeft + bottomRight - topLeft - topRight + 2 * down
  store<i16>(gradientX + 2 * middle, <i16>gx)
  store<i16>(gradientY + 2 * middle, <i16>gy)
  store<i16>(magnitude + 2 * middle, <i16>(abs(gx) + abs(gy)))
}
