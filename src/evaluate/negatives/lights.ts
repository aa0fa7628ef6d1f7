import { ramp, type Variant } from '../effects/effect.ts'
import { addLight, shade } from '../pictures/blend.ts'
import { exposeBy, scaleLevels } from '../pictures/levels.ts'
import { fieldOf } from '../pictures/smooth-field.ts'
import { negative } from './negative.ts'

/** The lamps of a room are switched off; a window, or the street, is left. The exposure makes up for half of it. */
const switchedOff: Variant = {
  id: 'switched-off',
  create({ random, width, height }) {
    const stops = -random.between(1.2, 2)
    const windowX = (random.between(0, 1) * width) / height
    const left = fieldOf(width, height, (x, y) => 0.75 + 0.5 * Math.exp(-2 * Math.hypot(x - windowX, y - 0.3)))
    return {
      stays: true,
      lens(image, { sinceMs }) {
        const settled = 1 - 0.4 * Math.min(1, sinceMs / 1200)
        exposeBy(image, stops * settled)
        shade(image, left)
      }
    }
  }
}

/** One more lamp goes on: brighter, warmer, most below it. */
const switchedOn: Variant = {
  id: 'switched-on',
  create({ random, width, height }) {
    const stops = random.between(0.5, 0.9)
    const [lampX, lampY] = [(random.between(0.2, 0.8) * width) / height, random.between(0, 0.3)]
    const cone = fieldOf(width, height, (x, y) => 34 * Math.exp(-1.8 * Math.hypot(x - lampX, (y - lampY) * 0.7)))
    return {
      lens(image, at) {
        const on = ramp(at, 0, 0)
        // The exposure is above what the camera wants and is turned back within a second.
        exposeBy(image, stops * on * (1 - 0.35 * Math.min(1, at.sinceMs / 900)))
        scaleLevels(image, [1 + 0.05 * on, 1, 1 - 0.06 * on])
        addLight(image, [1, 0.92, 0.78], cone, on)
      }
    }
  }
}

export const lights = negative('lights', [switchedOff, switchedOn])
