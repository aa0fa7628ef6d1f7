import { blendShifted } from '../pictures/blend.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { type Field, fieldOf, quantileOf, smoothField, softenField } from '../pictures/smooth-field.ts'
import { coverPicture, dimToScene, type Material } from './cover.ts'
import { type EffectSetup, graded, ramp, type Variant } from './effect.ts'
import { spray } from './spray.ts'

type Shape = (setup: EffectSetup) => Field

/** A variant that lays something of a shape over a part of the lens and leaves it there. */
const lying = (id: string, material: Material, shape: Shape, tremblePx: number, softness: number): Variant => ({
  id,
  alsoAccepts: ['occluded'],
  create(setup) {
    const { width, height, random } = setup
    const texture = coverPicture(width, height, material, random.fork('cover'))
    const share = softenField(shape(setup), width, height, softness * height)
    const [inMs, outMs] = [random.between(250, 700), random.between(250, 700)]
    const fromAbove = random.chance(0.5) ? -1 : 1
    let cover: RgbImage | null = null
    return {
      lens(image, at) {
        cover ??= dimToScene(texture, image)
        const on = ramp(at, inMs, outMs)
        const [dx, dy] = [tremblePx * at.random.normal(), tremblePx * at.random.normal()]
        blendShifted(image, cover, share, dx, dy + fromAbove * (1 - on) * height * 0.4, on)
      }
    }
  }
})

/** One side of the view, with an uneven rim. */
const side: Shape = setup => {
  const { width, height, random } = setup
  const turn = random.between(0, 2 * Math.PI)
  const ripples = smoothField(width, height, height * 0.35, 3, random)
  const slope = fieldOf(width, height, (x, y) => x * Math.cos(turn) + y * Math.sin(turn))
  for (let i = 0; i < slope.length; i++) slope[i] = slope[i]! + 0.3 * ripples[i]!
  return lowest(slope, graded(setup, 0.32, 0.62))
}

/** Something round that reaches in from the edge or sits in the view. */
const blot: Shape = setup => {
  const { width, height, random } = setup
  const [middleX, middleY] = [(random.between(0.15, 0.85) * width) / height, random.between(0.15, 0.85)]
  const ripples = smoothField(width, height, height * 0.3, 3, random)
  const away = fieldOf(width, height, (x, y) => Math.hypot(x - middleX, (y - middleY) * 1.2))
  for (let i = 0; i < away.length; i++) away[i] = away[i]! + 0.45 * (ripples[i]! - 0.5)
  return lowest(away, graded(setup, 0.3, 0.58))
}

/** A strip of tape across the view. */
const strip: Shape = setup => {
  const { width, height, random } = setup
  const turn = random.between(-0.5, 0.5) + (random.chance(0.3) ? Math.PI / 2 : 0)
  const middle = random.between(0.4, 0.6)
  const ratio = width / height
  const across = fieldOf(width, height, (x, y) =>
    Math.abs((x - middle * ratio) * Math.sin(turn) + (y - middle) * Math.cos(turn))
  )
  return lowest(across, graded(setup, 0.3, 0.55))
}

/** Splashes of all sizes, the large ones together. */
const splashes: Shape = setup => {
  const { width, height, random } = setup
  const drops = smoothField(width, height, height * 0.5, 5, random)
  return lowest(drops, graded(setup, 0.38, 0.62))
}

/** 1 where the field is lowest, so that this share of it is covered. */
function lowest(field: Field, share: number): Field {
  const level = quantileOf(field, share)
  return field.map(value => (value <= level ? 1 : 0))
}

export const partlyOccluded: readonly Variant[] = [
  lying('tape-strip', 'tape', strip, 0, 0.012),
  lying('hand', 'hand', blot, 1.2, 0.035),
  spray,
  lying('cloth-hanging', 'cloth', side, 0.6, 0.012),
  lying('leaf', 'leaf', blot, 0.5, 0.02),
  lying('mud', 'mud', splashes, 0, 0.014)
]
