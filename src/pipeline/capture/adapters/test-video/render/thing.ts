import { enters, intersect, type Ray } from './intersect.ts'
import type { Solid } from './solid.ts'

/** Solids that stand and turn together. Local +z is ahead of it, +x to its right. */
export interface Thing {
  readonly solids: readonly Solid[]
  /** Where its local origin stands in the world, metres. */
  readonly x: number
  readonly y: number
  readonly z: number
  /** Of its heading: 0 looks along world +z, a quarter turn along +x. */
  readonly cosYaw: number
  readonly sinYaw: number
  /** Bounding box of all solids, local. */
  readonly bounds: Float64Array
  readonly castsShadow: boolean
  /** A ball around it in the world: middle and radius. */
  readonly middle: readonly [number, number, number]
  readonly radius: number
}

export interface ThingOptions {
  /** Place of the local origin: x, z and, unless 0, y. */
  readonly at: readonly [number, number, number?]
  /** Degrees, positive turns from +z towards +x. */
  readonly yaw?: number
  readonly castsShadow?: boolean
}

export function createThing(solids: readonly Solid[], { at, yaw = 0, castsShadow = true }: ThingOptions): Thing {
  const bounds = Float64Array.of(1e9, 1e9, 1e9, -1e9, -1e9, -1e9)
  for (const solid of solids) {
    for (let axis = 0; axis < 3; axis++) {
      bounds[axis] = Math.min(bounds[axis]!, solid.bounds[axis]!)
      bounds[axis + 3] = Math.max(bounds[axis + 3]!, solid.bounds[axis + 3]!)
    }
  }
  const turn = (yaw * Math.PI) / 180
  const [x, z, y = 0] = at
  const [cosYaw, sinYaw] = [Math.cos(turn), Math.sin(turn)]
  const [halfX, halfY, halfZ] = [0, 1, 2].map(axis => (bounds[axis]! + bounds[axis + 3]!) / 2) as [
    number,
    number,
    number
  ]
  const middle = [x + cosYaw * halfX + sinYaw * halfZ, y + halfY, z - sinYaw * halfX + cosYaw * halfZ] as const
  const radius = Math.hypot(bounds[3]! - bounds[0]!, bounds[4]! - bounds[1]!, bounds[5]! - bounds[2]!) / 2
  return { solids, x, y, z, cosYaw, sinYaw, bounds, castsShadow, middle, radius }
}

/** True when a ray cannot meet the ball around a thing: cheaper than asking the thing. */
function passesBy(thing: Thing, ray: Ray, squareLength: number): boolean {
  const x = thing.middle[0] - ray.x
  const y = thing.middle[1] - ray.y
  const z = thing.middle[2] - ray.z
  const square = x * x + y * y + z * z
  const squareRadius = thing.radius * thing.radius
  if (square <= squareRadius) return false
  const along = x * ray.dx + y * ray.dy + z * ray.dz
  return along <= 0 || (square - squareRadius) * squareLength > along * along
}

/** The ray as the thing sees it. */
export function toLocal(thing: Thing, ray: Ray, local: Ray): void {
  const x = ray.x - thing.x
  const z = ray.z - thing.z
  local.x = thing.cosYaw * x - thing.sinYaw * z
  local.y = ray.y - thing.y
  local.z = thing.sinYaw * x + thing.cosYaw * z
  local.dx = thing.cosYaw * ray.dx - thing.sinYaw * ray.dz
  local.dy = ray.dy
  local.dz = thing.sinYaw * ray.dx + thing.cosYaw * ray.dz
}

/** The eight corners of a local bounding box in the world, as x, y, z triples. */
export function worldCorners(thing: Thing, bounds: Float64Array, corners: Float64Array): void {
  for (let i = 0; i < 8; i++) {
    const x = bounds[(i & 1) * 3]!
    const y = bounds[1 + ((i >> 1) & 1) * 3]!
    const z = bounds[2 + (i >> 2) * 3]!
    corners[3 * i] = thing.x + thing.cosYaw * x + thing.sinYaw * z
    corners[3 * i + 1] = thing.y + y
    corners[3 * i + 2] = thing.z - thing.sinYaw * x + thing.cosYaw * z
  }
}

/** The nearest solid on a ray. */
export interface Hit {
  /** In units of the ray's direction; Infinity when nothing was met. */
  distance: number
  thing: Thing | null
  solid: Solid | null
}

const scratch: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }

export function findNearest(things: readonly Thing[], ray: Ray, hit: Hit): void {
  hit.distance = Number.POSITIVE_INFINITY
  hit.thing = null
  hit.solid = null
  const squareLength = ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz
  for (const thing of things) {
    if (passesBy(thing, ray, squareLength)) continue
    toLocal(thing, ray, scratch)
    if (!enters(thing.bounds, scratch)) continue
    for (const solid of thing.solids) {
      const distance = intersect(solid, scratch)
      if (distance >= hit.distance) continue
      hit.distance = distance
      hit.thing = thing
      hit.solid = solid
    }
  }
}

/** True when something that casts a shadow lies on the ray nearer than `reach` (in units of its direction). */
export function isBlocked(things: readonly Thing[], ray: Ray, reach: number): boolean {
  const squareLength = ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz
  for (const thing of things) {
    if (!thing.castsShadow || passesBy(thing, ray, squareLength)) continue
    toLocal(thing, ray, scratch)
    if (!enters(thing.bounds, scratch)) continue
    for (const solid of thing.solids) {
      if (intersect(solid, scratch) < reach) return true
    }
  }
  return false
}
