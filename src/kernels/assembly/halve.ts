/**
 * Means of 2x2 pixels, rounded. An odd column or row at the end is left out.
 *
 * @param plane Address of `width * height` 8-bit values, both sides >= 2.
 * @param out Address of `(width >> 1) * (height >> 1)` values, written.
 */
export function halve(plane: usize, width: i32, height: i32, out: usize): void {
  const outWidth = <usize>(width >> 1)
  for (let y = 0; y < height >> 1; y++) {
    const above = plane + <usize>(2 * y * width)
    const below = above + <usize>width
    const target = out + <usize>y * outWidth
    for (let x: usize = 0; x < outWidth; x += 8) {
      const upper = i16x8.extadd_pairwise_i8x16_u(v128.load(above + 2 * x))
      const lower = i16x8.extadd_pairwise_i8x16_u(v128.load(below + 2 * x))
      const mean = i16x8.shr_u(i16x8.add(i16x8.add(upper, lower), i16x8.splat(2)), 2)
      v128.store64_lane(target + x, i8x16.narrow_i16x8_u(mean, mean), 0)
    }
  }
}
