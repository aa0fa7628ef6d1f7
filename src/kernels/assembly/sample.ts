/**
 * Copies every so-manieth row of a plane, one behind the other.
 *
 * @param plane Address of 8-bit values, `width` in a row, `(rows - 1) * rowStep + 1` rows at least.
 * @param out Address of `rows * width` values, written.
 */
export function sampleRows(plane: usize, width: i32, rowStep: i32, rows: i32, out: usize): void {
  const stride = <usize>(rowStep * width)
  for (let row = 0; row < rows; row++) {
    // Vectors run over the end of the row into the next, which comes after.
    for (let x: usize = 0; x < <usize>width; x += 16) v128.store(out + x, v128.load(plane + x))
    plane += stride
    out += <usize>width
  }
}

/**
 * Copies single pixels, spread evenly over a plane.
 *
 * @param plane Address of 8-bit values, `width` in a row.
 * @param step Every so-manieth pixel of every so-manieth row.
 * @param out Address of `columns * rows` values, written.
 */
export function sampleSpots(plane: usize, width: i32, step: i32, columns: i32, rows: i32, out: usize): void {
  const stride = <usize>(step * width)
  for (let row = 0; row < rows; row++) {
    let from = plane
    for (const end = out + <usize>columns; out < end; out++) {
      store<u8>(out, load<u8>(from))
      from += <usize>step
    }
    plane += stride
  }
}
