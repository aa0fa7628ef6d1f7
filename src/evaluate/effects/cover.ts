import { lumaAt, createImage, type RgbImage } from '../pictures/rgb-image.ts'
import type { PerChannel } from '../pictures/levels.ts'
import { discBlur } from '../pictures/disc-blur.ts'
import { smoothField } from '../pictures/smooth-field.ts'
import type { Random } from '../random.ts'

export type Material = 'cloth' | 'hand' | 'tape' | 'bag' | 'cardboard' | 'leaf' | 'mud'

interface Look {
  readonly colours: readonly PerChannel[]
  /** How strongly large and small spots differ, shares of the brightness. */
  readonly folds: number
  readonly grain: number
  /** Brightness, from and to. Things before the lens stand in their own shadow. */
  readonly light: readonly [number, number]
  /** Blur, shares of the picture's height: nearer things are blurred more. */
  readonly blur: number
}

const LOOKS: Readonly<Record<Material, Look>> = {
  cloth: {
    colours: [
      [96, 40, 44],
      [52, 66, 104],
      [150, 142, 122],
      [34, 36, 34],
      [198, 192, 186]
    ],
    folds: 0.75,
    grain: 0.18,
    light: [0.45, 1],
    blur: 0.008
  },
  hand: {
    colours: [
      [206, 152, 128],
      [146, 96, 72],
      [92, 60, 46]
    ],
    folds: 0.5,
    grain: 0.08,
    light: [0.3, 0.85],
    blur: 0.03
  },
  tape: {
    colours: [
      [22, 22, 24],
      [118, 120, 122],
      [170, 140, 88]
    ],
    folds: 0.16,
    grain: 0.05,
    light: [0.4, 0.9],
    blur: 0.025
  },
  bag: {
    colours: [
      [196, 200, 206],
      [28, 28, 30],
      [206, 200, 170]
    ],
    folds: 0.8,
    grain: 0.3,
    light: [0.6, 1.05],
    blur: 0.012
  },
  cardboard: { colours: [[158, 120, 82]], folds: 0.25, grain: 0.06, light: [0.3, 0.8], blur: 0.02 },
  leaf: {
    colours: [
      [66, 92, 40],
      [104, 88, 42]
    ],
    folds: 0.5,
    grain: 0.16,
    light: [0.4, 0.95],
    blur: 0.015
  },
  mud: { colours: [[86, 70, 52]], folds: 0.35, grain: 0.25, light: [0.5, 0.9], blur: 0.015 }
}

/** A surface held before the lens, as the camera sees it: out of focus, lit from one side. */
export function coverPicture(width: number, height: number, material: Material, random: Random): RgbImage {
  const look = LOOKS[material]
  const colour = random.pick(look.colours)
  const light = random.between(...look.light)
  const folds = smoothField(width, height, height * random.between(0.35, 0.9), 3, random)
  const grain = smoothField(width, height, height * 0.06, 3, random)
  const [slopeX, slopeY] = [random.between(-0.35, 0.35), random.between(-0.35, 0.35)]
  const image = createImage(width, height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x
      const side = slopeX * (x / width - 0.5) + slopeY * (y / height - 0.5)
      const relief = look.folds * (folds[pixel]! - 0.5) * 2 + look.grain * (grain[pixel]! - 0.5) * 2
      const level = light * Math.max(0.05, 1 + relief + side)
      image.data.set([colour[0] * level, colour[1] * level, colour[2] * level], pixel * 3)
    }
  }
  discBlur(image, Math.max(1, look.blur * height))
  return image
}

/** A cover at night is lit no better than the scene: it takes the scene's brightness on. */
export function dimToScene(cover: RgbImage, scene: RgbImage): RgbImage {
  const target = Math.max(14, meanLuma(scene) * 1.1)
  const factor = Math.min(1, target / Math.max(1, meanLuma(cover)))
  return { ...cover, data: cover.data.map(level => level * factor) }
}

function meanLuma({ data }: RgbImage): number {
  let sum = 0
  let count = 0
  for (let i = 0; i + 2 < data.length; i += 51) {
    sum += lumaAt(data, i - (i % 3))
    count++
  }
  return sum / count
}
