import type { PerChannel } from './levels.ts'
import type { RgbImage } from './rgb-image.ts'
import type { Field } from './smooth-field.ts'

/** Lays something over the picture, in place. @param share Of the cover at each pixel, 0..1; times `amount`. */
export function blendOver(image: RgbImage, cover: RgbImage, share: Field, amount = 1): void {
  const { data } = image
  for (let pixel = 0, i = 0; pixel < share.length; pixel++, i += 3) {
    const part = share[pixel]! * amount
    if (part <= 0) continue
    for (let c = i; c < i + 3; c++) data[c] = data[c]! + (cover.data[c]! - data[c]!) * Math.min(1, part)
  }
}

/** The same with a cover that is pushed by whole pixels; what comes in from outside repeats its edge. */
export function blendShifted(
  image: RgbImage,
  cover: RgbImage,
  share: Field,
  rightPx: number,
  downPx: number,
  amount = 1
): void {
  const { data, width, height } = image
  const dx = Math.round(rightPx)
  const dy = Math.round(downPx)
  for (let y = 0; y < height; y++) {
    const row = Math.min(height - 1, Math.max(0, y - dy)) * width
    for (let x = 0; x < width; x++) {
      const from = row + Math.min(width - 1, Math.max(0, x - dx))
      const part = Math.min(1, share[from]! * amount)
      if (part <= 0) continue
      const i = (y * width + x) * 3
      data[i] = data[i]! + (cover.data[from * 3]! - data[i]!) * part
      data[i + 1] = data[i + 1]! + (cover.data[from * 3 + 1]! - data[i + 1]!) * part
      data[i + 2] = data[i + 2]! + (cover.data[from * 3 + 2]! - data[i + 2]!) * part
    }
  }
}

/** Veils the picture with one colour, in place. @param share 0..1 at each pixel, times `amount`. */
export function blendColour(image: RgbImage, colour: PerChannel, share: Field, amount = 1): void {
  const { data } = image
  for (let pixel = 0, i = 0; pixel < share.length; pixel++, i += 3) {
    const part = Math.min(1, share[pixel]! * amount)
    if (part <= 0) continue
    data[i] = data[i]! + (colour[0] - data[i]!) * part
    data[i + 1] = data[i + 1]! + (colour[1] - data[i + 1]!) * part
    data[i + 2] = data[i + 2]! + (colour[2] - data[i + 2]!) * part
  }
}

/** Adds light, in place. @param levels At each pixel, grey levels, times `amount` and the colour (0..1 each). */
export function addLight(image: RgbImage, colour: PerChannel, levels: Field, amount = 1): void {
  const { data } = image
  for (let pixel = 0, i = 0; pixel < levels.length; pixel++, i += 3) {
    const light = levels[pixel]! * amount
    if (light === 0) continue
    data[i] = data[i]! + light * colour[0]
    data[i + 1] = data[i + 1]! + light * colour[1]
    data[i + 2] = data[i + 2]! + light * colour[2]
  }
}

/** Multiplies every pixel by its own factor, in place. */
export function shade(image: RgbImage, factor: Field): void {
  const { data } = image
  for (let pixel = 0, i = 0; pixel < factor.length; pixel++, i += 3) {
    const part = factor[pixel]!
    data[i] = data[i]! * part
    data[i + 1] = data[i + 1]! * part
    data[i + 2] = data[i + 2]! * part
  }
}
