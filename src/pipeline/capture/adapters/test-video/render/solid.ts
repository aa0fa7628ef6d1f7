import { hullEntry } from './hull-entry.ts'
import type { Material, Surface } from './surface.ts'

/** Shapes that rays can meet, in the frame of the thing they belong to, metres. All are convex. */
export type SolidKind = 'box' | 'ellipsoid' | 'cylinder' | 'capsule' | 'hull'
export type Axis = 0 | 1 | 2

export interface Solid {
  readonly kind: SolidKind
  readonly material: Material
  /** Bounding box, [min x, min y, min z, max x, max y, max z]. */
  readonly bounds: Float64Array
  /** Of a cylinder: the direction it runs along. */
  readonly axis: Axis
  /** Capsule: its two ends and radius. Hull: planes of four numbers, `nx x + ny y + nz z <= d`. */
  readonly numbers: Float64Array
  /** True where the solid has a hole: leaves, wire mesh. */
  readonly porous: ((x: number, y: number, z: number) => boolean) | null
}

const ON_PLANE_M = 1e-6

type Point = readonly [number, number, number]

/** A box by its middle at the bottom and its size. */
export function box(middle: Point, size: Point, material: Material, porous: Solid['porous'] = null): Solid {
  const [x, y, z] = middle
  const bounds = Float64Array.of(x - size[0] / 2, y, z - size[2] / 2, x + size[0] / 2, y + size[1], z + size[2] / 2)
  return { kind: 'box', material, bounds, axis: 1, numbers: bounds, porous }
}

export function ellipsoid(centre: Point, radii: Point, material: Material, porous: Solid['porous'] = null): Solid {
  const bounds = Float64Array.of(
    ...centre.map((value, i) => value - radii[i]!),
    ...centre.map((value, i) => value + radii[i]!)
  )
  return { kind: 'ellipsoid', material, bounds, axis: 1, numbers: bounds, porous }
}

/** A cylinder by the middle of its first end, its radius and its length along an axis. */
export function cylinder(end: Point, radius: number, length: number, axis: Axis, material: Material): Solid {
  const bounds = Float64Array.of(...end.map(value => value - radius), ...end.map(value => value + radius))
  bounds[axis] = end[axis]
  bounds[axis + 3] = end[axis] + length
  return { kind: 'cylinder', material, bounds, axis, numbers: bounds, porous: null }
}

/** A round bar between two points. */
export function capsule(from: Point, to: Point, radius: number, material: Material): Solid {
  const bounds = Float64Array.of(
    ...from.map((value, i) => Math.min(value, to[i]!) - radius),
    ...from.map((value, i) => Math.max(value, to[i]!) + radius)
  )
  return { kind: 'capsule', material, bounds, axis: 1, numbers: Float64Array.of(...from, ...to, radius), porous: null }
}

/**
 * What is left of a bounding box after cutting it with planes.
 *
 * @param planes Each `[nx, ny, nz, d]`: keeps the points with `nx x + ny y + nz z <= d`; the normal has unit length.
 */
export function hull(bounds: Float64Array, planes: readonly (readonly number[])[], material: Material): Solid {
  const faces = [0, 1, 2].flatMap(axis => [
    [axis === 0 ? -1 : 0, axis === 1 ? -1 : 0, axis === 2 ? -1 : 0, -bounds[axis]!],
    [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0, bounds[axis + 3]!]
  ])
  const numbers = Float64Array.from([...planes, ...faces].flat())
  return { kind: 'hull', material, bounds, axis: 1, numbers, porous: null }
}

/** Normal at a point of the solid's surface, written to the surface in the thing's frame. */
export function setNormal(solid: Solid, x: number, y: number, z: number, surface: Surface): void {
  if (solid.kind === 'hull') hullNormal(solid.numbers, x, y, z, surface)
  else if (solid.kind === 'capsule') capsuleNormal(solid.numbers, x, y, z, surface)
  else boundedNormal(solid, x, y, z, surface)
}

function hullNormal(planes: Float64Array, x: number, y: number, z: number, surface: Surface): void {
  // Mostly the point lies on the plane that the last ray came in through.
  let nearest = hullEntry.plane
  if (!(distanceTo(planes, nearest, x, y, z) < ON_PLANE_M)) {
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < planes.length; i += 4) {
      const distance = distanceTo(planes, i, x, y, z)
      if (distance >= least) continue
      least = distance
      nearest = i
    }
  }
  surface.normalX = planes[nearest]!
  surface.normalY = planes[nearest + 1]!
  surface.normalZ = planes[nearest + 2]!
}

/** Distance to a plane; NaN when there is none at this index. */
function distanceTo(planes: Float64Array, i: number, x: number, y: number, z: number): number {
  return Math.abs(planes[i]! * x + planes[i + 1]! * y + planes[i + 2]! * z - planes[i + 3]!)
}

function capsuleNormal(ends: Float64Array, x: number, y: number, z: number, surface: Surface): void {
  const [ax, ay, az] = [ends[0]!, ends[1]!, ends[2]!]
  const [bx, by, bz] = [ends[3]! - ax, ends[4]! - ay, ends[5]! - az]
  const along = ((x - ax) * bx + (y - ay) * by + (z - az) * bz) / (bx * bx + by * by + bz * bz)
  const share = along < 0 ? 0 : Math.min(along, 1)
  const perRadius = 1 / ends[6]!
  surface.normalX = (x - ax - bx * share) * perRadius
  surface.normalY = (y - ay - by * share) * perRadius
  surface.normalZ = (z - az - bz * share) * perRadius
}

/** Box, ellipsoid and cylinder follow from the bounding box alone. */
function boundedNormal(solid: Solid, x: number, y: number, z: number, surface: Surface): void {
  const b = solid.bounds
  // Place within the bounding box, -1..1 on each axis.
  const px = (2 * x - b[0]! - b[3]!) / (b[3]! - b[0]!)
  const py = (2 * y - b[1]! - b[4]!) / (b[4]! - b[1]!)
  const pz = (2 * z - b[2]! - b[5]!) / (b[5]! - b[2]!)
  let [nx, ny, nz] = [px, py, pz]
  if (solid.kind === 'ellipsoid') {
    nx /= b[3]! - b[0]!
    ny /= b[4]! - b[1]!
    nz /= b[5]! - b[2]!
  } else {
    const cap = solid.kind === 'cylinder' ? solid.axis : largest(Math.abs(px), Math.abs(py), Math.abs(pz))
    const flat = solid.kind === 'box' || Math.abs(cap === 0 ? px : cap === 1 ? py : pz) > 0.9999
    nx = (cap === 0) === flat ? px : 0
    ny = (cap === 1) === flat ? py : 0
    nz = (cap === 2) === flat ? pz : 0
  }
  const perLength = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz)
  surface.normalX = nx * perLength
  surface.normalY = ny * perLength
  surface.normalZ = nz * perLength
}

function largest(a: number, b: number, c: number): Axis {
  return a >= b && a >= c ? 0 : b >= c ? 1 : 2
}
