import { type Material, paint, type Surface, srgb } from '../render/surface.ts'
import { clamp, fbm, hash2, mix, smoothStep, valueNoise } from '../render/value-noise.ts'

/** 1 where detail of this size can be seen, 0 where a pixel covers more than it; metres. */
export function visible(surface: Surface, size: number): number {
  return clamp(1.6 - surface.footprint / size, 0, 1)
}

/** 1 on a line of `width` around `centre`, 0 beside it, soft by the size of a pixel; metres. */
export function lineAt(surface: Surface, value: number, centre: number, width: number): number {
  const soft = surface.footprint * 0.6 + 0.005
  return 1 - smoothStep(width / 2 - soft, width / 2 + soft, Math.abs(value - centre))
}

/** Distance to the nearest joint of a pattern that repeats every `period`. */
export function toJoint(value: number, period: number): number {
  const place = value / period
  return Math.abs(place - Math.round(place)) * period
}

export function asphalt(tone: number, seed: number): Material {
  const colour = srgb(0x8c8b88)
  return surface => {
    const { x, z } = surface
    const grain = (valueNoise(x * 28, z * 28, seed) - 0.5) * visible(surface, 0.05)
    const pebbles = (valueNoise(x * 9, z * 9, seed + 1) - 0.5) * visible(surface, 0.14)
    const stains = fbm(x * 0.35, z * 0.35, 4, seed + 2) - 0.5
    let shade = tone * (1 + 0.55 * grain + 0.3 * pebbles + 0.55 * stains)
    // Cracks follow the zero line of a slow noise; old patches are darker squares.
    const crack = Math.abs(fbm(x * 0.22 + 7, z * 0.22, 3, seed + 5) - 0.5)
    shade *= 1 - 0.5 * (1 - smoothStep(0.002, 0.012, crack)) * visible(surface, 0.07)
    const patch = hash2(Math.floor(x / 2.7), Math.floor(z / 4.1), seed + 8)
    shade *= patch > 0.9 ? 0.78 : 1
    paint(surface, colour, shade)
  }
}

export function concrete(tone: number, slab: number, seed: number): Material {
  const colour = srgb(0xb9b4a8)
  return surface => {
    const { u, v } = surface
    const grain = (valueNoise(u * 17, v * 17, seed) - 0.5) * visible(surface, 0.08)
    const stains = fbm(u * 0.6, v * 0.6, 4, seed + 1) - 0.5
    const joint = Math.min(toJoint(u, slab), toJoint(v, slab))
    const dark = lineAt(surface, joint, 0, 0.035) * 0.45 * visible(surface, 0.06)
    const plate = hash2(Math.floor(u / slab + 0.5), Math.floor(v / slab + 0.5), seed + 2) - 0.5
    paint(surface, colour, tone * (1 + 0.25 * grain + 0.45 * stains + 0.16 * plate) * (1 - dark))
  }
}

/** Square floor tiles in two shades, with grout; `mirror` makes them shine. */
export function tiles(first: number, second: number, size: number, mirror: number, seed: number): Material {
  const [one, other] = [srgb(first), srgb(second)]
  return surface => {
    const { u, v } = surface
    const column = Math.floor(u / size)
    const row = Math.floor(v / size)
    const odd = ((column + row) & 1) === 1
    const speck = (fbm(u * 5, v * 5, 3, seed) - 0.5) * visible(surface, 0.12)
    const wear = fbm(u * 0.5, v * 0.5, 3, seed + 2) - 0.5
    const grout = lineAt(surface, Math.min(toJoint(u, size), toJoint(v, size)), 0, 0.018) * visible(surface, 0.03)
    const shade = (0.94 + 0.12 * hash2(column, row, seed) + 0.3 * speck + 0.22 * wear) * (1 - 0.45 * grout)
    paint(surface, odd ? other : one, shade)
    surface.mirror = mirror * (1 - grout)
  }
}

/** Rectangular slabs in staggered rows. */
export function paving(tone: number, width: number, depth: number, seed: number): Material {
  const colour = srgb(0xc4bcae)
  return surface => {
    const { x, z } = surface
    const row = Math.floor(z / depth)
    const shifted = x + (row & 1) * width * 0.5
    const slab = hash2(Math.floor(shifted / width), row, seed) - 0.5
    const joint = Math.min(toJoint(shifted, width), toJoint(z, depth))
    const dark = lineAt(surface, joint, 0, 0.03) * visible(surface, 0.05) * 0.5
    const grain = (valueNoise(x * 22, z * 22, seed) - 0.5) * visible(surface, 0.06)
    const stains = fbm(x * 0.5, z * 0.5, 4, seed + 1) - 0.5
    paint(surface, colour, tone * (1 + 0.28 * slab + 0.25 * grain + 0.4 * stains) * (1 - dark))
  }
}

export function grass(seed: number): Material {
  const [dry, fresh] = [srgb(0x8d8b4e), srgb(0x55752f)]
  return surface => {
    const { x, z } = surface
    const blades = (valueNoise(x * 24, z * 9, seed) - 0.5) * visible(surface, 0.09)
    const tufts = (fbm(x * 2.2, z * 2.2, 3, seed + 1) - 0.5) * visible(surface, 0.5)
    const share = fbm(x * 0.3, z * 0.3, 4, seed + 2)
    const shade = 0.75 + 0.75 * blades + 0.8 * tufts
    surface.red = mix(fresh[0], dry[0], share) * shade
    surface.green = mix(fresh[1], dry[1], share) * shade
    surface.blue = mix(fresh[2], dry[2], share) * shade
  }
}
