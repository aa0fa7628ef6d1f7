import { blendShifted } from '../pictures/blend.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { fieldOf, smoothField, softenField } from '../pictures/smooth-field.ts'
import { coverPicture, dimToScene, type Material } from './cover.ts'
import { type EffectSetup, graded, ramp, type Variant } from './effect.ts'

const DARK: readonly Material[] = ['cloth', 'tape', 'bag']

/** A variant that draws something over the whole lens; a sliver at one side may stay free. */
const covering = (id: string, material: Material, sway: number, steadyHand: boolean): Variant => ({
  id,
  // Dark cloth or tape before a camera at night leaves a black picture, and a black bag does by day.
  ...(DARK.includes(material) ? { alsoAccepts: ['black'] as const } : {}),
  create(setup) {
    const { width, height, random } = setup
    const texture = coverPicture(width, height, material, random.fork('cover'))
    const share = coverShare(setup, random.between(-0.02, 0.06))
    const from = random.pick([
      [1, 0],
      [-1, 0],
      [0, -1],
      [0, 1]
    ] as const)
    const [inMs, outMs] = [random.between(250, 900), random.between(250, 900)]
    const hertz = random.between(0.2, 0.8)
    let cover: RgbImage | null = null
    return {
      lens(image, at) {
        cover ??= dimToScene(texture, image)
        const away = 1 - ramp(at, inMs, outMs)
        const seconds = at.sinceMs / 1000
        const tremble = steadyHand ? 0 : 0.004 * height * at.random.normal()
        const swing = sway * height * Math.sin(2 * Math.PI * hertz * seconds)
        blendShifted(
          image,
          cover,
          share,
          from[0] * away * width + swing + tremble,
          from[1] * away * height + 0.6 * swing + tremble,
          away >= 0.98 ? 0 : 1
        )
      }
    }
  }
})

/** Everything but a soft, uneven strip at one side, which the strongest does not leave. */
function coverShare(setup: EffectSetup, angle: number) {
  const { width, height, random } = setup
  const free = graded(setup, 0.08, -0.2)
  const ripples = smoothField(width, height, height * 0.2, 2, random)
  const ratio = width / height
  const slope = fieldOf(width, height, (x, y) => x / ratio + angle * y)
  const field = slope.map((value, i) => (value + 0.06 * ripples[i]! > free ? 1 : 0))
  return softenField(field, width, height, height * 0.025)
}

export const occluded: readonly Variant[] = [
  covering('cloth', 'cloth', 0.02, true),
  covering('hand', 'hand', 0.006, false),
  covering('tape', 'tape', 0, true),
  covering('bag', 'bag', 0.03, true),
  covering('cardboard', 'cardboard', 0.002, true)
]
