import { hullEntry } from './hull-entry.ts'
import type { Solid } from './solid.ts'

/** A ray in the frame of a thing; one object is used again and again. */
export interface Ray {
  x: number
  y: number
  z: number
  dx: number
  dy: number
  dz: number
}

/** Closer than this a hit is the surface the ray starts from, in units of the direction. */
const EPSILON = 1e-4
const MISS = Number.POSITIVE_INFINITY

/** Where the ray leaves the solid again; set by the last hit on a solid with holes. */
let exit = MISS

/** Distance to the solid in units of the ray's direction, Infinity when the ray misses it or starts inside. */
export function intersect(solid: Solid, ray: Ray): number {
  const distance = meet(solid, ray)
  if (solid.porous === null || distance === MISS) return distance
  if (!solid.porous(ray.x + ray.dx * distance, ray.y + ray.dy * distance, ray.z + ray.dz * distance)) return distance
  // Through the hole in front, the inner side of the far face is seen.
  if (solid.kind !== 'ellipsoid') return MISS
  const far = exit
  return solid.porous(ray.x + ray.dx * far, ray.y + ray.dy * far, ray.z + ray.dz * far) ? MISS : far
}

function meet(solid: Solid, ray: Ray): number {
  switch (solid.kind) {
    case 'box':
      return meetBox(solid.bounds, ray)
    case 'ellipsoid':
      return meetEllipsoid(solid.bounds, ray)
    case 'cylinder':
      return meetCylinder(solid, ray)
    case 'capsule':
      return meetCapsule(solid.numbers, ray)
    default:
      return meetHull(solid.numbers, ray)
  }
}

/** Distance to a bounding box; `EPSILON` when the ray starts inside. For culling. */
export function enters(bounds: Float64Array, ray: Ray): boolean {
  const ix = 1 / ray.dx
  const iy = 1 / ray.dy
  const iz = 1 / ray.dz
  const x0 = (bounds[0]! - ray.x) * ix
  const x1 = (bounds[3]! - ray.x) * ix
  const y0 = (bounds[1]! - ray.y) * iy
  const y1 = (bounds[4]! - ray.y) * iy
  const z0 = (bounds[2]! - ray.z) * iz
  const z1 = (bounds[5]! - ray.z) * iz
  const near = Math.max(Math.min(x0, x1), Math.min(y0, y1), Math.min(z0, z1))
  const far = Math.min(Math.max(x0, x1), Math.max(y0, y1), Math.max(z0, z1))
  return near <= far && far > EPSILON
}

function meetBox(b: Float64Array, ray: Ray): number {
  const ix = 1 / ray.dx
  const iy = 1 / ray.dy
  const iz = 1 / ray.dz
  const x0 = (b[0]! - ray.x) * ix
  const x1 = (b[3]! - ray.x) * ix
  const y0 = (b[1]! - ray.y) * iy
  const y1 = (b[4]! - ray.y) * iy
  const z0 = (b[2]! - ray.z) * iz
  const z1 = (b[5]! - ray.z) * iz
  const near = Math.max(Math.min(x0, x1), Math.min(y0, y1), Math.min(z0, z1))
  const far = Math.min(Math.max(x0, x1), Math.max(y0, y1), Math.max(z0, z1))
  return near <= far && near > EPSILON ? near : MISS
}

function meetEllipsoid(b: Float64Array, ray: Ray): number {
  const sx = 2 / (b[3]! - b[0]!)
  const sy = 2 / (b[4]! - b[1]!)
  const sz = 2 / (b[5]! - b[2]!)
  const ox = (ray.x - (b[0]! + b[3]!) / 2) * sx
  const oy = (ray.y - (b[1]! + b[4]!) / 2) * sy
  const oz = (ray.z - (b[2]! + b[5]!) / 2) * sz
  const dx = ray.dx * sx
  const dy = ray.dy * sy
  const dz = ray.dz * sz
  const a = dx * dx + dy * dy + dz * dz
  const half = ox * dx + oy * dy + oz * dz
  const under = half * half - a * (ox * ox + oy * oy + oz * oz - 1)
  if (under < 0) return MISS
  const root = Math.sqrt(under)
  const near = (-half - root) / a
  exit = (-half + root) / a
  return near > EPSILON ? near : MISS
}

function meetCylinder(solid: Solid, ray: Ray): number {
  const b = solid.bounds
  if (solid.axis === 0)
    return meetRound(b[1]!, b[4]!, b[2]!, b[5]!, b[0]!, b[3]!, ray.y, ray.z, ray.x, ray.dy, ray.dz, ray.dx)
  if (solid.axis === 1)
    return meetRound(b[0]!, b[3]!, b[2]!, b[5]!, b[1]!, b[4]!, ray.x, ray.z, ray.y, ray.dx, ray.dz, ray.dy)
  return meetRound(b[0]!, b[3]!, b[1]!, b[4]!, b[2]!, b[5]!, ray.x, ray.y, ray.z, ray.dx, ray.dy, ray.dz)
}

/** A cylinder along w whose round section lies in the plane of u and v. */
function meetRound(
  u0: number,
  u1: number,
  v0: number,
  v1: number,
  w0: number,
  w1: number,
  u: number,
  v: number,
  w: number,
  du: number,
  dv: number,
  dw: number
): number {
  const radius = (u1 - u0) / 2
  const ou = u - (u0 + u1) / 2
  const ov = v - (v0 + v1) / 2
  const a = du * du + dv * dv + 1e-12
  const half = ou * du + ov * dv
  const under = half * half - a * (ou * ou + ov * ov - radius * radius)
  if (under < 0) return MISS
  const root = Math.sqrt(under)
  const c0 = (w0 - w) / dw
  const c1 = (w1 - w) / dw
  const near = Math.max((-half - root) / a, Math.min(c0, c1))
  const far = Math.min((-half + root) / a, Math.max(c0, c1))
  return near <= far && near > EPSILON ? near : MISS
}

function meetCapsule(ends: Float64Array, ray: Ray): number {
  const bx = ends[3]! - ends[0]!
  const by = ends[4]! - ends[1]!
  const bz = ends[5]! - ends[2]!
  const ox = ray.x - ends[0]!
  const oy = ray.y - ends[1]!
  const oz = ray.z - ends[2]!
  const radius = ends[6]!
  const bb = bx * bx + by * by + bz * bz
  const bd = bx * ray.dx + by * ray.dy + bz * ray.dz
  const bo = bx * ox + by * oy + bz * oz
  const dd = ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz
  const od = ray.dx * ox + ray.dy * oy + ray.dz * oz
  const a = bb * dd - bd * bd
  const half = bb * od - bo * bd
  const under = half * half - a * (bb * (ox * ox + oy * oy + oz * oz - radius * radius) - bo * bo)
  if (under < 0) return MISS
  const side = (-half - Math.sqrt(under)) / a
  const along = bo + side * bd
  if (along > 0 && along < bb) return side > EPSILON ? side : MISS
  // Beyond an end the bar is a ball.
  const last = along <= 0 ? 0 : 1
  const ex = ox - bx * last
  const ey = oy - by * last
  const ez = oz - bz * last
  const halfBall = ray.dx * ex + ray.dy * ey + ray.dz * ez
  const underBall = halfBall * halfBall - dd * (ex * ex + ey * ey + ez * ez - radius * radius)
  if (underBall < 0) return MISS
  const ball = (-halfBall - Math.sqrt(underBall)) / dd
  return ball > EPSILON ? ball : MISS
}

function meetHull(planes: Float64Array, ray: Ray): number {
  let near = Number.NEGATIVE_INFINITY
  let far = MISS
  let plane = 0
  for (let i = 0; i < planes.length; i += 4) {
    const slope = planes[i]! * ray.dx + planes[i + 1]! * ray.dy + planes[i + 2]! * ray.dz
    const gap = planes[i + 3]! - planes[i]! * ray.x - planes[i + 1]! * ray.y - planes[i + 2]! * ray.z
    if (slope === 0) {
      if (gap < 0) return MISS
      continue
    }
    const distance = gap / slope
    if (slope < 0) {
      if (distance > near) {
        near = distance
        plane = i
      }
    } else far = Math.min(distance, far)
    if (near > far) return MISS
  }
  hullEntry.plane = plane
  return near > EPSILON ? near : MISS
}
