import { addLight, blendColour, blendOver } from '../pictures/blend.ts'
import { discBlur } from '../pictures/disc-blur.ts'
import type { PerChannel } from '../pictures/levels.ts'
import { copyImage, type RgbImage } from '../pictures/rgb-image.ts'
import { type Field, fieldOf, smoothField } from '../pictures/smooth-field.ts'
import { graded, ramp, type Variant } from './effect.ts'

/** Fog takes what is far, which is up in most views, and leaves more of what is near; banks drift by. */
const fog: Variant = {
  id: 'fog',
  create(setup) {
    const { width, height, random } = setup
    const banks = smoothField(width, height, height * 0.6, 3, random)
    const [far, near] = [graded(setup, 0.82, 0.95), graded(setup, 0.55, 0.85)]
    const depth = fieldOf(width, height, (_, y) => far + (near - far) * y)
    const share = depth.map((value, i) => Math.min(0.97, value + 0.12 * (banks[i]! - 0.5)))
    const level = random.between(150, 195)
    return veiled([level, level, level * 1.02], share, random.between(1500, 3500), 0.6)
  }
}

/** Breath or condensation on the glass: a glow of everything bright, a veil, the fine detail half gone. */
const misted: Variant = {
  id: 'misted-glass',
  alsoAccepts: ['defocused'],
  create(setup) {
    const { width, height, random } = setup
    const [middleX, middleY] = [(random.between(0.4, 0.6) * width) / height, random.between(0.4, 0.6)]
    const clear = graded(setup, 0.3, 0.12)
    const share = fieldOf(width, height, (x, y) => 1 - clear - 0.16 * Math.hypot(x - middleX, y - middleY))
    const radius = (graded(setup, 8, 16) * width) / 640
    return {
      lens(image, at) {
        const on = ramp(at, 1800, 1500)
        if (on === 0) return
        const glow = copyImage(image)
        discBlur(glow, radius * 2)
        liftGlow(glow)
        blendOver(image, glow, share, on)
      }
    }
  }
}

/** Scattered light fills the dark: half the picture's own mean and a grey of its own. */
function liftGlow({ data }: RgbImage): void {
  let sum = 0
  for (let i = 0; i < data.length; i++) sum += data[i]!
  const mean = sum / data.length
  for (let i = 0; i < data.length; i++) data[i] = 0.25 * data[i]! + 0.55 * mean + 45
}

/** Grease and dust of years, or a scratched dome: an even grey film with smears. */
const film: Variant = {
  id: 'film',
  create(setup) {
    const { width, height, random } = setup
    const smears = smoothField(width, height, height * 0.4, 4, random)
    const thick = graded(setup, 0.62, 0.86)
    const share = smears.map(value => Math.min(0.95, thick + 0.25 * (value - 0.5)))
    return veiled([124, 118, 106], share, 2500, 0.8)
  }
}

/** Light straight at the dome: veiling glare lifts the darkest most. */
const glare: Variant = {
  id: 'veiling-glare',
  alsoAccepts: ['bright'],
  create(setup) {
    const { width, height } = setup
    const share = fieldOf(width, height, () => graded(setup, 0.6, 0.82))
    const lift = fieldOf(width, height, (_, y) => 26 * (1 - y))
    const veil = veiled([186, 184, 178], share, 1500, 0)
    return {
      lens(image, at) {
        veil.lens(image, at)
        addLight(image, [1, 1, 0.97], lift, ramp(at, 1500, 1000))
      }
    }
  }
}

function veiled(colour: PerChannel, share: Field, inMs: number, blurPx: number) {
  return {
    lens(image: RgbImage, at: Parameters<typeof ramp>[0]) {
      const on = ramp(at, inMs, 1200)
      if (blurPx > 0) discBlur(image, (1 + blurPx) * on * (image.width / 640))
      blendColour(image, colour, share, on)
    }
  }
}

export const lowContrast: readonly Variant[] = [fog, misted, film, glare]
