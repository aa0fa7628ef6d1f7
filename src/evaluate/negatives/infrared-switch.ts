import type { EffectSetup, Variant } from '../effects/effect.ts'
import { addLight } from '../pictures/blend.ts'
import { exposeBy } from '../pictures/levels.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { addSensorNoise } from '../pictures/sensor-noise.ts'
import { fieldOf } from '../pictures/smooth-field.ts'
import { negative } from './negative.ts'

/**
 * What infrared sees: leaves and dyed cloth shine, blue sky and skin differ, paint of two colours may swap its contrast.
 * Colour is what tells how a material answers, so strongly coloured pixels move most; each material is drawn once.
 */
function seeInfrared({ data }: RgbImage, reversal: number): void {
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!]
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue
    const leaf = Math.max(0, green - Math.max(red, blue))
    const warm = red - blue
    const level = luma * (1 - 0.35 * reversal) + reversal * (2.6 * leaf + 0.9 * warm) + 0.35 * reversal * 150
    data[i] = level
    data[i + 1] = level
    data[i + 2] = level
  }
}

/** A variant that switches to infrared, with the exposure hunting for a moment; and back where `back` says so. */
const switching = (id: string, back: boolean, reversal: readonly [number, number]): Variant => ({
  id,
  create(setup: EffectSetup) {
    const { width, height, random } = setup
    const spotX = (random.between(0.4, 0.6) * width) / height
    const lamp = fieldOf(width, height, (x, y) => 56 * Math.exp(-1.5 * Math.hypot(x - spotX, y - 0.6)) - 20)
    const turned = random.between(...reversal)
    return {
      stays: !back,
      lens(image, { sinceMs }) {
        seeInfrared(image, setup.monochrome ? 0.3 * turned : turned)
        addLight(image, [1, 1, 1], lamp)
        exposeBy(image, -0.35 + 1.1 * Math.exp(-sinceMs / 500))
      },
      sensor: (image, { random: noise }) => {
        addSensorNoise(image, 1.6, noise, 0)
        greyOut(image)
      }
    }
  }
})

function greyOut({ data }: RgbImage): void {
  for (let i = 0; i < data.length; i += 3) {
    const level = data[i + 1]!
    data[i] = level
    data[i + 2] = level
  }
}

export const infraredSwitch = negative('infrared-switch', [
  switching('to-night', false, [0.2, 0.5]),
  switching('to-night-and-back', true, [0.2, 0.5]),
  switching('contrast-reversal', false, [0.8, 1])
])
