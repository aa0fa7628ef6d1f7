import { fbm, mix, smoothStep } from '../render/value-noise.ts'
import type { Vector } from '../render/view.ts'

/** Light of a sky from the horizon to the zenith with a layer of clouds; `cover` 0..1. */
export function clouds(horizon: Vector, zenith: Vector, cover: number, seed: number) {
  return (dx: number, dy: number, dz: number): Vector => {
    const height = Math.max(0.02, dy)
    const up = Math.min(1, height * 2.2)
    const density = fbm((dx / (height + 0.12)) * 1.1, (dz / (height + 0.12)) * 1.1, 5, seed)
    const share = smoothStep(0.72 - 0.5 * cover, 0.95 - 0.45 * cover, density) * smoothStep(0, 0.12, height)
    const white = 0.8 + 0.5 * (density - 0.5)
    return [
      mix(mix(horizon[0], zenith[0], up), white, share),
      mix(mix(horizon[1], zenith[1], up), white, share),
      mix(mix(horizon[2], zenith[2], up), white * 1.02, share)
    ]
  }
}

/** One colour everywhere: a night sky, or the ceiling behind a hall. */
export function evenSky(colour: Vector) {
  return (): Vector => colour
}
