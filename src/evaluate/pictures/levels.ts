import { lumaAt, type RgbImage } from './rgb-image.ts'

export type PerChannel = readonly [number, number, number]

/** Replaces each level by `curve(level, channel)`, in place. */
export function applyCurve(image: RgbImage, curve: (level: number, channel: number) => number): void {
  const tables = [0, 1, 2].map(channel => Uint8ClampedArray.from({ length: 256 }, (_, level) => curve(level, channel)))
  const [red, green, blue] = [tables[0]!, tables[1]!, tables[2]!]
  const { data } = image
  for (let i = 0; i < data.length; i += 3) {
    data[i] = red[data[i]!]!
    data[i + 1] = green[data[i + 1]!]!
    data[i + 2] = blue[data[i + 2]!]!
  }
}

/** `level * gain + offset` for each channel, in place. */
export function scaleLevels(image: RgbImage, gain: PerChannel, offset: PerChannel = [0, 0, 0]): void {
  applyCurve(image, (level, channel) => level * gain[channel]! + offset[channel]!)
}

/**
 * More or less light on the sensor, in place: linear light is scaled, and the highlights roll off as a sensor's do.
 *
 * @param stops Doublings of the light; negative for less.
 */
export function exposeBy(image: RgbImage, stops: number): void {
  const gain = 2 ** stops
  applyCurve(image, level => {
    const light = (level / 255) ** 2.2 * gain
    // Linear up to 0.8, then towards 1: nothing clips sharply before the well is full.
    const held = light < 0.8 ? light : 0.8 + 0.2 * (1 - Math.exp(-(light - 0.8) / 0.2))
    return 255 * held ** (1 / 2.2)
  })
}

/** Mixes the colours by a matrix of rows (red, green, blue), in place. */
export function mixColours(image: RgbImage, rows: readonly [PerChannel, PerChannel, PerChannel]): void {
  const { data } = image
  const [[rr, rg, rb], [gr, gg, gb], [br, bg, bb]] = rows
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!]
    data[i] = rr * red + rg * green + rb * blue
    data[i + 1] = gr * red + gg * green + gb * blue
    data[i + 2] = br * red + bg * green + bb * blue
  }
}

/** Takes the colour away, in place. @param share 0..1, 1 for all of it. */
export function removeColour(image: RgbImage, share = 1): void {
  const { data } = image
  for (let i = 0; i < data.length; i += 3) {
    const luma = lumaAt(data, i)
    for (let c = i; c < i + 3; c++) data[c] = data[c]! + (luma - data[c]!) * share
  }
}
