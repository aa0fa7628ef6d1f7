import { transformColumns, transpose } from './fourier'

/** Against the mean power: frequencies well under this carry rounding noise alone and would vote like any other. */
const LEAST_POWER: f32 = 1e-6

/**
 * Correlation of the phases of two planes: where the second is the first moved by a whole number of pixels (what leaves
 * on one side coming back on the other), it is 1 there and 0 elsewhere. Both planes go through one transform, one as its
 * real, the other as its imaginary part.
 *
 * @param real Address of the plane before, f32; the correlation is written here, row-major, no shift at the first value.
 * @param imaginary The plane after; destroyed.
 * @param spare Two more planes of that size, one behind the other.
 * @param width A power of two from 4 to 128, as the height is.
 * @param windowX `width` f32 that the columns are weighed by; `windowY` likewise for rows.
 * @param table See `transformColumns`.
 * @returns Index of the highest value.
 * @see Kuglin and Hines, "The phase correlation image alignment method", IEEE Cybernetics and Society, 1975
 */
export function correlate(
  real: usize,
  imaginary: usize,
  spare: usize,
  width: i32,
  height: i32,
  windowX: usize,
  windowY: usize,
  table: usize
): i32 {
  const spareImaginary = spare + <usize>(4 * width * height)
  const power = weigh(real, width, height, windowX, windowY) + weigh(imaginary, width, height, windowX, windowY)
  transformColumns(real, imaginary, width, height, table)
  transpose(real, width, height, spare)
  transpose(imaginary, width, height, spareImaginary)
  transformColumns(spare, spareImaginary, height, width, table)
  keepPhases(spare, spareImaginary, height, width, real, imaginary, power * LEAST_POWER)
  // Back again: real and imaginary change places.
  transformColumns(imaginary, real, height, width, table)
  transpose(real, height, width, spare)
  transpose(imaginary, height, width, spareImaginary)
  transformColumns(spareImaginary, spare, width, height, table)
  return takeReal(spare, width * height, real)
}

/** Takes the mean away and applies the window. @returns Sum of the squares: by Parseval the mean power of a frequency. */
export function weigh(plane: usize, width: i32, height: i32, windowX: usize, windowY: usize): f32 {
  const count = width * height
  let sums = f32x4.splat(0)
  for (let at = plane, end = plane + <usize>(4 * count); at < end; at += 16) sums = f32x4.add(sums, v128.load(at))
  const mean = f32x4.splat(total(sums) / <f32>count)
  let squares = f32x4.splat(0)
  for (let y: usize = 0; y < <usize>height; y++) {
    const weight = f32x4.splat(load<f32>(windowY + 4 * y))
    const row = plane + 4 * y * <usize>width
    for (let x: usize = 0; x < 4 * <usize>width; x += 16) {
      const weights = f32x4.mul(weight, v128.load(windowX + x))
      const value = f32x4.mul(f32x4.sub(v128.load(row + x), mean), weights)
      v128.store(row + x, value)
      squares = f32x4.add(squares, f32x4.mul(value, value))
    }
  }
  return total(squares)
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    f32x4.extract_lane(lanes, 2) +
    f32x4.extract_lane(lanes, 3)
  )
}

/**
 * Takes the spectra A and B of two real planes out of the spectrum of A + iB, and writes B conj(A) / |B conj(A)|. Each
 * frequency is done together with its opposite, whose result is the conjugate.
 */
function keepPhases(
  real: usize,
  imaginary: usize,
  width: i32,
  height: i32,
  outReal: usize,
  outImaginary: usize,
  least: f32
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = <usize>(4 * (y * width + x))
      const opposite = <usize>(4 * (((height - y) & (height - 1)) * width + ((width - x) & (width - 1))))
      if (opposite < at) continue
      const sumRe = load<f32>(real + at) + load<f32>(real + opposite)
      const sumIm = load<f32>(imaginary + at) + load<f32>(imaginary + opposite)
      const stepRe = load<f32>(real + at) - load<f32>(real + opposite)
      const stepIm = load<f32>(imaginary + at) - load<f32>(imaginary + opposite)
      // 2A = sumRe + i stepIm, 2B = sumIm - i stepRe.
      const crossRe = <f32>0.25 * (sumIm * sumRe - stepRe * stepIm)
      const crossIm = <f32>0.25 * (-stepRe * sumRe - sumIm * stepIm)
      const size = sqrt<f32>(crossRe * crossRe + crossIm * crossIm)
      const factor = size > least ? <f32>1 / size : 0
      store<f32>(outReal + at, crossRe * factor)
      store<f32>(outImaginary + at, crossIm * factor)
      store<f32>(outReal + opposite, crossRe * factor)
      store<f32>(outImaginary + opposite, -crossIm * factor)
    }
  }
}

/** Divides by the number of values. @returns Index of the highest. */
function takeReal(plane: usize, count: i32, out: usize): i32 {
  const factor = <f32>1 / <f32>count
  let highest: f32 = -2
  let index = 0
  for (let i = 0; i < count; i++) {
    const value = load<f32>(plane + 4 * <usize>i) * factor
    store<f32>(out + 4 * <usize>i, value)
    if (value > highest) {
      highest = value
      index = i
    }
  }
  return index
}
