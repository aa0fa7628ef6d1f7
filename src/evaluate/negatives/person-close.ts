import type { EffectSetup, Variant } from '../effects/effect.ts'
import { blendShifted } from '../pictures/blend.ts'
import type { PerChannel } from '../pictures/levels.ts'
import { createImage, type RgbImage } from '../pictures/rgb-image.ts'
import { eased, type Field, fieldOf, smoothField, softenField } from '../pictures/smooth-field.ts'
import { negative } from './negative.ts'

const CLOTHES: readonly PerChannel[] = [
  [44, 52, 78],
  [128, 42, 40],
  [168, 160, 150],
  [56, 84, 60],
  [30, 30, 32]
]
const SKIN: readonly PerChannel[] = [
  [210, 164, 140],
  [150, 104, 80],
  [96, 66, 52]
]

/** Head and shoulders of somebody near the camera, about a fifth of the view. Shares of the height, middle at x = 0. */
function figureAt(x: number, y: number): 'hair' | 'face' | 'cloth' | null {
  const shoulders = 0.29 * Math.sqrt(Math.min(1, Math.max(0, (y - 0.5) / 0.16)))
  if (y > 0.5 && Math.abs(x) < shoulders) return y < 0.56 && Math.abs(x) < 0.56 - y ? 'face' : 'cloth'
  const face = Math.hypot(x / 0.105, (y - 0.33) / 0.145)
  if (face < 1 && y > 0.25) return 'face'
  if (Math.hypot(x / 0.125, (y - 0.3) / 0.16) < 1 && y < 0.36) return 'hair'
  return y > 0.4 && y < 0.52 && Math.abs(x) < 0.055 ? 'face' : null
}

function drawFigure({ width, height, random }: EffectSetup): { picture: RgbImage; share: Field } {
  const picture = createImage(width, height)
  const folds = smoothField(width, height, height * 0.15, 4, random)
  const weave = smoothField(width, height, Math.max(3, height * 0.012), 1, random)
  const [cloth, skin] = [random.pick(CLOTHES), random.pick(SKIN)]
  const hair = random.pick([
    [34, 26, 22],
    [92, 66, 40],
    [150, 146, 140]
  ] as const)
  const middle = width / height / 2
  const share = fieldOf(width, height, (x, y) => (figureAt(x - middle, y) === null ? 0 : 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const part = figureAt(x / height - middle, y / height)
      if (part === null) continue
      const i = y * width + x
      const colour = part === 'cloth' ? cloth : part === 'face' ? skin : hair
      const relief = part === 'cloth' ? 0.9 * (folds[i]! - 0.5) + 0.35 * (weave[i]! - 0.5) : 0.4 * (folds[i]! - 0.5)
      const round = 1 - 0.5 * Math.abs(x / height - middle)
      for (let c = 0; c < 3; c++) picture.data[i * 3 + c] = colour[c]! * (0.85 + relief) * round
    }
  }
  return { picture, share: softenField(share, width, height, height * 0.004) }
}

/** Somebody comes, stands close for a while, shifts about, and goes. */
const standing: Variant = {
  id: 'standing',
  create(setup) {
    const { picture, share } = drawFigure(setup)
    const { width, height, random, durationMs } = setup
    const side = random.pick([1, -1])
    const place = random.between(-0.22, 0.22) * width
    const walkMs = 1800
    const standMs = Math.min(durationMs - 2 * walkMs, random.between(5000, 9000))
    return {
      lens(image, { sinceMs }) {
        const leaving = eased((sinceMs - walkMs - standMs) / walkMs)
        if (leaving >= 1) return
        const away = 1 - eased(sinceMs / walkMs) + leaving
        const seconds = sinceMs / 1000
        const sway = 0.012 * width * Math.sin(seconds * 1.9) + 0.006 * width * Math.sin(seconds * 4.4)
        const step = away > 0 ? 0.012 * height * Math.abs(Math.sin(seconds * 7)) : 0
        const shift = place + side * away * (0.5 * width + 0.35 * height) + sway
        blendShifted(image, picture, share, shift, 0.03 * height + step)
      }
    }
  }
}

export const personClose = negative('person-close', [standing], { lastsMs: [14_000, 18_000] })
