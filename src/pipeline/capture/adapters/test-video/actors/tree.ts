import { gaps, leaves } from '../materials/foliage.ts'
import { plain } from '../materials/wall.ts'
import { cylinder, ellipsoid, type Solid } from '../render/solid.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { hash2 } from '../render/value-noise.ts'

const bark = plain(0x5a4a3a, 0.35)

/** A leafy tree on a trunk. */
export function tree(x: number, z: number, height: number, hex: number, seed: number): Thing {
  const look = leaves(hex, seed)
  const holes = gaps(0.35, seed + 3)
  const crown = height * 0.36
  const solids: Solid[] = [cylinder([0, 0, 0], height * 0.022 + 0.05, height * 0.6, 1, bark)]
  for (let i = 0; i < 5; i++) {
    const turn = i * 1.9 + seed
    const out = i === 0 ? 0 : crown * 0.42
    const radius = crown * (i === 0 ? 0.72 : 0.5 + 0.15 * hash2(i, seed, 5))
    const middle = height * (0.64 + 0.13 * hash2(i, seed, 6))
    solids.push(
      ellipsoid([Math.cos(turn) * out, middle, Math.sin(turn) * out], [radius, radius * 0.85, radius], look, holes)
    )
  }
  return createThing(solids, { at: [x, z] })
}

/** A row of bushes clipped to a box-like hedge. */
export function hedge(x: number, z: number, length: number, height: number, yaw: number, seed: number): Thing {
  const look = leaves(0x4c6b33, seed)
  const holes = gaps(0.2, seed + 3)
  const solids: Solid[] = []
  for (let along = -length / 2; along <= length / 2; along += height * 0.6) {
    const wobble = 0.85 + 0.3 * hash2(Math.round(along * 10), seed, 1)
    solids.push(
      ellipsoid([along, height * 0.42, 0], [height * 0.62, height * 0.58 * wobble, height * 0.5], look, holes)
    )
  }
  return createThing(solids, { at: [x, z], yaw })
}
