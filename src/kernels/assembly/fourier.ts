/**
 * Fast Fourier transform (radix 2, decimation in time) of every column of a complex plane, four columns at a time. The
 * other direction is got by transposing, so there is no second routine for rows. Real and imaginary parts are f32 planes;
 * to go back, swap the two (the result then lacks the division by the number of values).
 *
 * @param width Columns, a multiple of 4.
 * @param height Values per column, a power of two up to `TABLE_SIDE`.
 * @param table `TABLE_SIDE / 2` pairs of f32: cosine and sine of -2 pi k / TABLE_SIDE.
 */
export function transformColumns(real: usize, imaginary: usize, width: i32, height: i32, table: usize): void {
  reverseRows(real, width, height)
  reverseRows(imaginary, width, height)
  const rowBytes = <usize>width * 4
  for (let half = 1; half < height; half <<= 1) {
    const tableStep = <usize>(TABLE_SIDE / (2 * half)) * 8
    for (let k = 0; k < half; k++) {
      const twiddle = table + <usize>k * tableStep
      for (let y = k; y < height; y += 2 * half) {
        const upper = <usize>y * rowBytes
        const lower = upper + <usize>half * rowBytes
        combineRows(real, imaginary, upper, lower, rowBytes, load<f32>(twiddle), load<f32>(twiddle, 4))
      }
    }
  }
}

/** The longest column that the table serves. */
export const TABLE_SIDE: i32 = 128

/** One butterfly per column: upper + w * lower, upper - w * lower. */
// @ts-ignore: decorator
@inline
function combineRows(
  real: usize,
  imaginary: usize,
  upper: usize,
  lower: usize,
  rowBytes: usize,
  cosine: f32,
  sine: f32
): void {
  const cos = f32x4.splat(cosine)
  const sin = f32x4.splat(sine)
  for (let x: usize = 0; x < rowBytes; x += 16) {
    const re = v128.load(real + lower + x)
    const im = v128.load(imaginary + lower + x)
    const turnedRe = f32x4.sub(f32x4.mul(re, cos), f32x4.mul(im, sin))
    const turnedIm = f32x4.add(f32x4.mul(re, sin), f32x4.mul(im, cos))
    const upperRe = v128.load(real + upper + x)
    const upperIm = v128.load(imaginary + upper + x)
    v128.store(real + upper + x, f32x4.add(upperRe, turnedRe))
    v128.store(imaginary + upper + x, f32x4.add(upperIm, turnedIm))
    v128.store(real + lower + x, f32x4.sub(upperRe, turnedRe))
    v128.store(imaginary + lower + x, f32x4.sub(upperIm, turnedIm))
  }
}

/** Swaps rows whose numbers are each other's mirrored bits. */
function reverseRows(plane: usize, width: i32, height: i32): void {
  const rowBytes = <usize>width * 4
  let mirrored = 0
  for (let y = 0; y < height; y++) {
    if (y < mirrored) swapRows(plane + <usize>y * rowBytes, plane + <usize>mirrored * rowBytes, rowBytes)
    // Counts up from the highest bit down.
    let bit = height >> 1
    for (; (mirrored & bit) != 0; bit >>= 1) mirrored ^= bit
    mirrored |= bit
  }
}

function swapRows(one: usize, other: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const kept = v128.load(one + at)
    v128.store(one + at, v128.load(other + at))
    v128.store(other + at, kept)
  }
}

/** Turns rows into columns. @param width A multiple of 4, as the height is. @param out Another plane, written. */
export function transpose(plane: usize, width: i32, height: i32, out: usize): void {
  const rowBytes = <usize>width * 4
  const outBytes = <usize>height * 4
  for (let y: usize = 0; y < <usize>height; y += 4) {
    for (let x: usize = 0; x < <usize>width; x += 4) {
      const from = plane + y * rowBytes + 4 * x
      const to = out + x * outBytes + 4 * y
      const row0 = v128.load(from)
      const row1 = v128.load(from + rowBytes)
      const row2 = v128.load(from + 2 * rowBytes)
      const row3 = v128.load(from + 3 * rowBytes)
      const left01 = v128.shuffle<i32>(row0, row1, 0, 4, 1, 5)
      const left23 = v128.shuffle<i32>(row2, row3, 0, 4, 1, 5)
      const right01 = v128.shuffle<i32>(row0, row1, 2, 6, 3, 7)
      const right23 = v128.shuffle<i32>(row2, row3, 2, 6, 3, 7)
      v128.store(to, v128.shuffle<i64>(left01, left23, 0, 2))
      v128.store(to + outBytes, v128.shuffle<i64>(left01, left23, 1, 3))
      v128.store(to + 2 * outBytes, v128.shuffle<i64>(right01, right23, 0, 2))
      v128.store(to + 3 * outBytes, v128.shuffle<i64>(right01, right23, 1, 3))
    }
  }
}
