import { blendColour } from '../pictures/blend.ts'
import type { PerChannel } from '../pictures/levels.ts'
import { type Field, softenField } from '../pictures/smooth-field.ts'
import type { Random } from '../random.ts'
import { graded, ramp, type Variant } from './effect.ts'

const PAINTS: readonly PerChannel[] = [
  [14, 14, 16],
  [228, 228, 224],
  [150, 20, 24],
  [30, 56, 120],
  [196, 170, 20]
]
const DROPS_PER_PUFF = 900

/** Paint from a can: puffs of fine drops, dense in their middle, along a wavering line, one after the other. */
export const spray: Variant = {
  id: 'spray',
  alsoAccepts: ['occluded'],
  create(setup) {
    const { width, height, random, durationMs } = setup
    const colour = random.pick(PAINTS)
    const puffs = Math.round(graded(setup, 16, 34))
    const layers = sprayed(width, height, puffs, random)
    const sprayMs = Math.min(4000, durationMs * 0.4)
    let shown = -1
    let paint: Field = layers(0)
    return {
      lens(image, at) {
        const count = Math.min(puffs, Math.ceil((puffs * at.sinceMs) / sprayMs))
        if (count > shown) {
          paint = layers(count)
          shown = count
        }
        blendColour(image, colour, paint, ramp(at, 0, 400))
      }
    }
  }
}

/** @returns The paint after so many puffs, 0..1 at each pixel; to be asked with growing numbers. */
function sprayed(width: number, height: number, puffs: number, random: Random): (count: number) => Field {
  const dust = new Float32Array(width * height)
  let [x, y] = [random.between(0.25, 0.75) * width, random.between(0.3, 0.7) * height]
  const path = Array.from({ length: puffs }, () => {
    x = Math.min(width * 0.9, Math.max(width * 0.1, x + random.between(-0.16, 0.16) * width))
    y = Math.min(height * 0.9, Math.max(height * 0.1, y + random.between(-0.2, 0.2) * height))
    return { x, y, radius: height * random.between(0.12, 0.2) }
  })
  let done = 0
  return count => {
    for (; done < count; done++) {
      const puff = path[done]
      if (puff !== undefined) addPuff(dust, width, height, puff, random)
    }
    // The lens blurs the drops; where enough of them lie on each other nothing shines through.
    return softenField(
      dust.map(levels => Math.min(1, levels)),
      width,
      height,
      height * 0.008
    )
  }
}

function addPuff(
  dust: Field,
  width: number,
  height: number,
  puff: { readonly x: number; readonly y: number; readonly radius: number },
  random: Random
): void {
  const dropPx = Math.max(1, height / 60)
  for (let i = 0; i < DROPS_PER_PUFF; i++) {
    const away = puff.radius * Math.abs(random.normal()) * 0.55
    const turn = random.between(0, 2 * Math.PI)
    const [left, top] = [puff.x + away * Math.cos(turn), puff.y + away * Math.sin(turn)]
    const side = dropPx * random.between(0.4, 1.3)
    for (let row = Math.floor(top); row < top + side; row++) {
      for (let column = Math.floor(left); column < left + side; column++) {
        if (row < 0 || column < 0 || row >= height || column >= width) continue
        dust[row * width + column]! += 0.35
      }
    }
  }
}
