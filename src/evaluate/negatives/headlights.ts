import type { Moment, Variant } from '../effects/effect.ts'
import { addLight } from '../pictures/blend.ts'
import { exposeBy } from '../pictures/levels.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { fieldOf } from '../pictures/smooth-field.ts'
import { negative } from './negative.ts'

const PASS_MS = 3500
const EVERY_MS = 6000

/** A car at night drives by: two lamps with halos, and their light on the road before it. */
const passing: Variant = {
  id: 'passing',
  create({ width, height, random }) {
    const way = random.pick([1, -1])
    const row = random.between(0.45, 0.75)
    const [startMs, size] = [random.between(0, 1500), random.between(0.02, 0.035)]
    return {
      always: true,
      lens(image: RgbImage, at: Moment) {
        exposeBy(image, -2.6)
        const since = (at.sinceMs - startMs) % EVERY_MS
        if (at.sinceMs < startMs || at.sinceMs > at.durationMs || since > PASS_MS) return
        const share = since / PASS_MS
        const middle = ((way > 0 ? share : 1 - share) * 1.4 - 0.2) * (width / height)
        const near = size * (0.6 + share)
        const lamps = [middle - near * 1.8, middle + near * 1.8]
        const light = fieldOf(width, height, (x, y) => {
          const road =
            34 * Math.exp(-Math.abs(x - middle - way * 0.25) * 2.2 - Math.max(0, (row - y) * 9) - Math.abs(y - row) * 2)
          return lamps.reduce((sum, lamp) => sum + 300 / (1 + (Math.hypot(x - lamp, y - row) / near) ** 2.6), road)
        })
        addLight(image, [1, 0.97, 0.86], light)
      }
    }
  }
}

export const headlights = negative('headlights', [passing], { lastsMs: [16_000, 24_000] })
