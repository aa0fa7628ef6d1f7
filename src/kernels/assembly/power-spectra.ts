import { transformColumns, transpose } from './fourier'
import { weigh } from './phase-correlation'

/**
 * Power spectra of two real planes, through one transform: one as its real, the other as its imaginary part.
 *
 * @param real Address of the first plane, f32; its spectrum is written here, |A|^2 of frequency (u, v) at u * height + v.
 * @param imaginary The second plane; its spectrum is written here.
 * @param spare Two more planes of that size, one behind the other.
 * @param width A power of two from 4 to 128, as the height is.
 * @param windowX `width` f32 that the columns are weighed by; `windowY` likewise for rows.
 * @param table See `transformColumns`.
 */
export function powerSpectra(
  real: usize,
  imaginary: usize,
  spare: usize,
  width: i32,
  height: i32,
  windowX: usize,
  windowY: usize,
  table: usize
): void {
  const spareImaginary = spare + <usize>(4 * width * height)
  weigh(real, width, height, windowX, windowY)
  weigh(imaginary, width, height, windowX, windowY)
  transformColumns(real, imaginary, width, height, table)
  transpose(real, width, height, spare)
  transpose(imaginary, width, height, spareImaginary)
  transformColumns(spare, spareImaginary, height, width, table)
  for (let u = 0; u < width; u++) {
    for (let v = 0; v < height; v++) {
      const at = <usize>(4 * (u * height + v))
      const opposite = <usize>(4 * (((width - u) & (width - 1)) * height + ((height - v) & (height - 1))))
      const sumRe = load<f32>(spare + at) + load<f32>(spare + opposite)
      const sumIm = load<f32>(spareImaginary + at) + load<f32>(spareImaginary + opposite)
      const stepRe = load<f32>(spare + at) - load<f32>(spare + opposite)
      const stepIm = load<f32>(spareImaginary + at) - load<f32>(spareImaginary + opposite)
      // 2A = sumRe + i stepIm, 2B = sumIm - i stepRe.
      store<f32>(real + at, <f32>0.25 * (sumRe * sumRe + stepIm * stepIm))
      store<f32>(imaginary + at, <f32>0.25 * (sumIm * sumIm + stepRe * stepRe))
    }
  }
}
