import { describe, expect, it } from 'vitest'
import { intersect } from '../../../../../../src/pipeline/capture/adapters/test-video/render/intersect.ts'
import {
  box,
  capsule,
  cylinder,
  ellipsoid,
  hull,
  type Solid,
  setNormal
} from '../../../../../../src/pipeline/capture/adapters/test-video/render/solid.ts'
import { createSurface } from '../../../../../../src/pipeline/capture/adapters/test-video/render/surface.ts'
import { hash2 } from '../../../../../../src/pipeline/capture/adapters/test-video/render/value-noise.ts'

const none = (): void => undefined
type Point = readonly [number, number, number]

/** Whether a point lies inside, by the plain definition of each shape. */
const SHAPES: Record<string, { solid: Solid; holds: (point: Point) => boolean }> = {
  box: {
    solid: box([1, 0, 2], [2, 3, 1], none),
    holds: ([x, y, z]) => Math.abs(x - 1) < 1 && y > 0 && y < 3 && Math.abs(z - 2) < 0.5
  },
  ellipsoid: {
    solid: ellipsoid([0, 1, 0], [2, 1, 0.5], none),
    holds: ([x, y, z]) => (x / 2) ** 2 + (y - 1) ** 2 + (z / 0.5) ** 2 < 1
  },
  'cylinder along x': {
    solid: cylinder([-1, 1, 0.5], 0.7, 2.5, 0, none),
    holds: ([x, y, z]) => x > -1 && x < 1.5 && Math.hypot(y - 1, z - 0.5) < 0.7
  },
  'cylinder along y': {
    solid: cylinder([0.3, -1, 0], 0.8, 2, 1, none),
    holds: ([x, y, z]) => y > -1 && y < 1 && Math.hypot(x - 0.3, z) < 0.8
  },
  'cylinder along z': {
    solid: cylinder([0, 0, -2], 1.1, 3, 2, none),
    holds: ([x, y, z]) => z > -2 && z < 1 && Math.hypot(x, y) < 1.1
  },
  capsule: {
    solid: capsule([-1, 0, 0], [1, 1, 0.5], 0.6, none),
    holds: ([x, y, z]) => {
      const along = ((x + 1) * 2 + y + z * 0.5) / 5.25
      const share = Math.min(1, Math.max(0, along))
      return Math.hypot(x + 1 - 2 * share, y - share, z - 0.5 * share) < 0.6
    }
  },
  hull: {
    solid: hull(Float64Array.of(-1, 0, -1, 1, 2, 1), [[Math.SQRT1_2, Math.SQRT1_2, 0, 1.4]], none),
    holds: ([x, y, z]) => Math.abs(x) < 1 && y > 0 && y < 2 && Math.abs(z) < 1 && (x + y) * Math.SQRT1_2 < 1.4
  }
}

/** First place inside along the ray, found by small steps. */
function march(holds: (point: Point) => boolean, from: Point, direction: Point): number {
  for (let t = 0.0005; t < 2; t += 0.0005) {
    if (holds([from[0] + direction[0] * t, from[1] + direction[1] * t, from[2] + direction[2] * t])) return t
  }
  return Number.POSITIVE_INFINITY
}

describe.each(Object.entries(SHAPES))('intersect: %s', (_name, { solid, holds }) => {
  it('meets the surface where a slow march along the ray enters it', () => {
    let hits = 0
    for (let i = 0; i < 60; i++) {
      const angle = hash2(i, 1, 1) * 2 * Math.PI
      const from: Point = [6 * Math.cos(angle), 5 * (hash2(i, 2, 1) - 0.3), 6 * Math.sin(angle)]
      const aim: Point = [2 * hash2(i, 3, 1) - 1, 2 * hash2(i, 4, 1) - 0.3, 2 * hash2(i, 5, 1) - 1]
      const direction: Point = [aim[0] - from[0], aim[1] - from[1], aim[2] - from[2]]
      const expected = march(holds, from, direction)
      const [x, y, z] = from
      const [dx, dy, dz] = direction
      const distance = intersect(solid, { x, y, z, dx, dy, dz })
      // A ray that only grazes the shape may fall between two steps of the march.
      if (expected === Number.POSITIVE_INFINITY) {
        if (distance < 2)
          expect(holds([x + dx * (distance + 0.002), y + dy * (distance + 0.002), z + dz * (distance + 0.002)])).toBe(
            false
          )
        continue
      }
      hits++
      expect(distance).toBeCloseTo(expected, 2)
    }
    expect(hits).toBeGreaterThan(8)
  })

  it('has a unit normal that points out of the shape', () => {
    const surface = createSurface()
    for (let i = 0; i < 30; i++) {
      const from: Point = [8 * (hash2(i, 6, 2) - 0.5), 6, 8 * (hash2(i, 7, 2) - 0.5)]
      const [x, y, z] = from
      const [dx, dy, dz] = [0.3 - x, 0.6 - y, 0.2 - z]
      const distance = intersect(solid, { x, y, z, dx, dy, dz })
      if (distance === Number.POSITIVE_INFINITY) continue
      const at: Point = [x + dx * distance, y + dy * distance, z + dz * distance]
      setNormal(solid, ...at, surface)
      const { normalX, normalY, normalZ } = surface
      expect(Math.hypot(normalX, normalY, normalZ)).toBeCloseTo(1, 5)
      expect(holds([at[0] + normalX * 0.01, at[1] + normalY * 0.01, at[2] + normalZ * 0.01])).toBe(false)
      expect(holds([at[0] - normalX * 0.01, at[1] - normalY * 0.01, at[2] - normalZ * 0.01])).toBe(true)
    }
  })
})

describe('intersect: holes', () => {
  it('looks through a hole at the far side, and past it when there is one too', () => {
    const ray = { x: 0, y: 0, z: -5, dx: 0, dy: 0, dz: 1 }
    expect(
      intersect(
        ellipsoid([0, 0, 0], [1, 1, 1], none, (_x, _y, z) => z < 0),
        ray
      )
    ).toBeCloseTo(6, 6)
    expect(
      intersect(
        ellipsoid([0, 0, 0], [1, 1, 1], none, () => true),
        ray
      )
    ).toBe(Number.POSITIVE_INFINITY)
    expect(
      intersect(
        ellipsoid([0, 0, 0], [1, 1, 1], none, () => false),
        ray
      )
    ).toBeCloseTo(4, 6)
  })
})
