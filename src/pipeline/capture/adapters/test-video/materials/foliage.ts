import { type Material, paint, srgb } from '../render/surface.ts'
import { fbm, valueNoise } from '../render/value-noise.ts'

/** Leaves in clumps, light on top and dark within. */
export function leaves(hex: number, seed: number): Material {
  const colour = srgb(hex)
  return surface => {
    const { localX: x, localY: y, localZ: z } = surface
    const clump = fbm(x * 2.6 + y * 1.3, z * 2.6 + y * 2.1, 3, seed) - 0.5
    const leaf = valueNoise(x * 11 + y * 5, z * 11 - y * 7, seed + 1) - 0.5
    paint(surface, colour, 0.85 + 1.3 * clump + 0.7 * leaf + 0.25 * surface.normalY)
  }
}

/** Where a crown has no leaves: more holes for a greater `share`, 0..1. */
export function gaps(share: number, seed: number): (x: number, y: number, z: number) => boolean {
  const limit = 0.36 + 0.28 * share
  return (x, y, z) => fbm(x * 2.9 + y * 1.7, z * 2.9 - y * 2.3, 3, seed) < limit
}

/** Where a wire mesh has no wire, metres between the wires. */
export function mesh(spacing: number, wire: number): (x: number, y: number, z: number) => boolean {
  return (x, y, z) => {
    const along = x + z
    const a = Math.abs((((along + y) / spacing) % 1) - Math.sign(along + y) * 0.5)
    const b = Math.abs((((along - y) / spacing) % 1) - Math.sign(along - y) * 0.5)
    const half = 0.5 - wire / spacing
    return a < half && b < half
  }
}
