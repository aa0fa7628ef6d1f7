import { Random } from '../random.ts'
import { lumaAt, type RgbImage } from './rgb-image.ts'

const TABLE_SIZE = 1 << 17
/** Neighbours share noise: the colour of each pixel is made from those around it. Unit variance. */
const SPREAD = [0.42, 0.81, 0.42] as const
/** Chroma noise comes in blotches of so many pixels. */
const BLOTCH_PX = 2

const table = noiseTable()

/**
 * Noise of a sensor, in place: it grows with the root of the light (shot noise over read noise), leans on its neighbour,
 * and carries less, coarser colour noise.
 *
 * @param levels Standard deviation at mid-grey, grey levels.
 * @param chromaShare Of the colour noise to the luma noise.
 */
export function addSensorNoise(image: RgbImage, levels: number, random: Random, chromaShare = 0.45): void {
  if (levels <= 0) return
  const { data, width, height } = image
  const strength = Float32Array.from({ length: 256 }, (_, level) => levels * Math.sqrt(0.3 + (0.7 * level) / 128))
  for (let y = 0; y < height; y++) {
    let at = random.whole(0, TABLE_SIZE - 1)
    // Rows share their colour blotches two by two.
    const colourAt = ((y >> 1) * 7919 + random.whole(0, 3)) & (TABLE_SIZE - 1)
    for (let x = 0, i = y * width * 3; x < width; x++, i += 3, at++) {
      const sigma = strength[Math.round(lumaAt(data, i))]!
      const luma = table[at & (TABLE_SIZE - 1)]! * sigma
      const blotch = colourAt + Math.floor(x / BLOTCH_PX)
      const warm = table[(blotch + at - x) & (TABLE_SIZE - 1)]! * sigma * chromaShare
      const cold = table[(blotch * 3 + at - x) & (TABLE_SIZE - 1)]! * sigma * chromaShare
      data[i] = data[i]! + luma + warm
      data[i + 1] = data[i + 1]! + luma - 0.4 * (warm + cold)
      data[i + 2] = data[i + 2]! + luma + cold
    }
  }
}

function noiseTable(): Float32Array {
  const random = new Random('sensor noise')
  const raw = Float32Array.from({ length: TABLE_SIZE + 2 }, () => random.normal())
  return Float32Array.from(
    { length: TABLE_SIZE },
    (_, i) => raw[i]! * SPREAD[0] + raw[i + 1]! * SPREAD[1] + raw[i + 2]! * SPREAD[2]
  )
}
