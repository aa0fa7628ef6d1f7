import type { RgbImage } from '../pictures/rgb-image.ts'
import { addSensorNoise } from '../pictures/sensor-noise.ts'
import type { Random } from '../random.ts'
import { graded, ramp, type Variant } from './effect.ts'

/** The amplifier runs at its end: coarse grain with much colour in it. */
const gain: Variant = {
  id: 'gain',
  create(setup) {
    const levels = graded(setup, 26, 62)
    return { sensor: (image, at) => addSensorNoise(image, levels * ramp(at, 250, 250), at.random, 0.8) }
  }
}

/** The snow of an analogue line: short streaks, black and white, of any length up to a dozen pixels. */
const snow: Variant = {
  id: 'snow',
  create(setup) {
    const share = graded(setup, 0.14, 0.42)
    return { signal: (image, at) => addStreaks(image, share * ramp(at, 250, 250), 12, at.random) }
  }
}

/** Single bad pixels all over, anew in each frame: a loose connector. */
const sparks: Variant = {
  id: 'sparks',
  create(setup) {
    const share = graded(setup, 0.05, 0.2)
    return { signal: (image, at) => addStreaks(image, share * ramp(at, 200, 200), 1, at.random) }
  }
}

/** A weak radio link: the picture drowns in even grey noise. */
const hiss: Variant = {
  id: 'hiss',
  create(setup) {
    const amount = graded(setup, 0.25, 0.6)
    return {
      signal(image, at) {
        const { data } = image
        const part = amount * ramp(at, 300, 300)
        for (let i = 0; i < data.length; i += 3) {
          const level = 255 * at.random.next()
          for (let c = i; c < i + 3; c++) data[c] = data[c]! + (level - data[c]!) * part
        }
      }
    }
  }
}

function addStreaks(image: RgbImage, share: number, longest: number, random: Random): void {
  const { data } = image
  const pixels = data.length / 3
  const streaks = Math.round((share * pixels) / ((1 + longest) / 2))
  for (let i = 0; i < streaks; i++) {
    const start = Math.floor(random.next() * pixels)
    const end = Math.min(pixels, start + 1 + Math.floor(random.next() * longest))
    const level = random.next() < 0.6 ? 235 : 10
    data.fill(level, start * 3, end * 3)
  }
}

export const noise: readonly Variant[] = [gain, snow, sparks, hiss]
