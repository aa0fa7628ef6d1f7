import type { Ray } from './intersect.ts'
import { falling, gatherLight, isShadowed, openness } from './lighting.ts'
import { type Solid, setNormal } from './solid.ts'
import { createSurface, type Surface } from './surface.ts'
import { findNearest, type Hit, type Thing } from './thing.ts'
import type { World } from './world.ts'

/** What one ray sees; one object is used again and again. */
export interface Seen {
  red: number
  green: number
  blue: number
  /** Distance in units of the ray's direction. */
  distance: number
  /** Share of the sun that reaches the place, 0..1. */
  sunShare: number
}

/** Stands for the distance of the sky, metres. */
export const SKY_DISTANCE = 1e6

const hit: Hit = { distance: 0, thing: null, solid: null }
const surfaces = [createSurface(), createSurface()] as const
const mirrored: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }
const mirrorImage: Seen = { red: 0, green: 0, blue: 0, distance: 0, sunShare: 0 }

/**
 * Looks along a ray.
 *
 * @param candidates The things that may lie on it.
 * @param bounces How many mirror images are followed, 0 or 1.
 */
export function look(world: World, candidates: readonly Thing[], ray: Ray, bounces: 0 | 1, seen: Seen): void {
  findNearest(candidates, ray, hit)
  const ground = ray.dy < 0 ? -ray.y / ray.dy : Number.POSITIVE_INFINITY
  const distance = Math.min(hit.distance, ground)
  if (distance === Number.POSITIVE_INFINITY) {
    lookAtSky(world, ray, seen)
    return
  }
  const surface = surfaces[bounces]
  const { thing, solid } = hit
  const onGround = ground < hit.distance || thing === null || solid === null
  placeOn(surface, ray, distance)
  if (onGround) {
    setFrame(surface, surface.x, surface.y, surface.z)
    surface.normalX = 0
    surface.normalY = 1
    surface.normalZ = 0
    surface.u = surface.x
    surface.v = surface.z
  } else {
    faceThing(thing, surface, ray, solid)
  }
  setFootprint(surface, ray, distance, world.view.focalPx)
  const material = onGround ? world.ground : solid.material
  material(surface)
  light(world, surface, onGround ? null : thing, seen)
  seen.distance = distance
  if (surface.mirror > 0 && bounces === 1) addMirrorImage(world, surface, ray, seen)
  fade(world, ray, distance, seen)
}

function lookAtSky(world: World, ray: Ray, seen: Seen): void {
  const perLength = 1 / Math.hypot(ray.dx, ray.dy, ray.dz)
  const colour = world.sky(ray.dx * perLength, ray.dy * perLength, ray.dz * perLength)
  seen.red = colour[0]
  seen.green = colour[1]
  seen.blue = colour[2]
  seen.distance = SKY_DISTANCE
  seen.sunShare = 1
}

function placeOn(surface: Surface, ray: Ray, distance: number): void {
  surface.x = ray.x + ray.dx * distance
  surface.y = ray.y + ray.dy * distance
  surface.z = ray.z + ray.dz * distance
  surface.glow = 0
  surface.mirror = 0
}

function setFrame(surface: Surface, x: number, y: number, z: number): void {
  surface.localX = x
  surface.localY = y
  surface.localZ = z
}

/** Fills in the local place, the world normal (turned towards the ray) and the face coordinates. */
export function faceThing(thing: Thing, surface: Surface, ray: Ray, solid: Solid): void {
  const x = surface.x - thing.x
  const z = surface.z - thing.z
  setFrame(surface, thing.cosYaw * x - thing.sinYaw * z, surface.y - thing.y, thing.sinYaw * x + thing.cosYaw * z)
  setNormal(solid, surface.localX, surface.localY, surface.localZ, surface)
  const { normalX, normalY, normalZ } = surface
  const alongZ = Math.abs(normalX) > Math.abs(normalZ)
  const flat = Math.abs(normalY) > 0.8
  surface.u = alongZ && !flat ? surface.localZ : surface.localX
  surface.v = flat ? surface.localZ : surface.localY
  surface.normalX = thing.cosYaw * normalX + thing.sinYaw * normalZ
  surface.normalZ = -thing.sinYaw * normalX + thing.cosYaw * normalZ
  if (surface.normalX * ray.dx + surface.normalY * ray.dy + surface.normalZ * ray.dz > 0) {
    surface.normalX = -surface.normalX
    surface.normalY = -surface.normalY
    surface.normalZ = -surface.normalZ
  }
}

/** A pixel covers more of a surface that lies far away or is seen at a flat angle. */
export function setFootprint(surface: Surface, ray: Ray, distance: number, focalPx: number): void {
  const length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz)
  const cosine = Math.abs(surface.normalX * ray.dx + surface.normalY * ray.dy + surface.normalZ * ray.dz) / length
  surface.footprint = distance / focalPx / Math.sqrt(Math.max(0.04, cosine))
}

function light(world: World, surface: Surface, thing: Thing | null, seen: Seen): void {
  const { lighting, things } = world
  let sunShare = 0
  if (lighting.sun !== null) {
    const [dx, dy, dz] = lighting.sun.direction
    const facing = dx * surface.normalX + dy * surface.normalY + dz * surface.normalZ
    sunShare = facing > 0 && !isShadowed(surface, dx, dy, dz, Number.POSITIVE_INFINITY, things) ? 1 : 0
  }
  gatherLight(lighting, surface, sunShare, openness(things, surface, thing), things)
  seen.red = surface.red * (falling.red + surface.glow)
  seen.green = surface.green * (falling.green + surface.glow)
  seen.blue = surface.blue * (falling.blue + surface.glow)
  seen.sunShare = sunShare
}

function addMirrorImage(world: World, surface: Surface, ray: Ray, seen: Seen): void {
  const { normalX, normalY, normalZ, mirror } = surface
  const along = ray.dx * normalX + ray.dy * normalY + ray.dz * normalZ
  const length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz)
  mirrored.x = surface.x + normalX * 0.01
  mirrored.y = surface.y + normalY * 0.01
  mirrored.z = surface.z + normalZ * 0.01
  mirrored.dx = ray.dx - 2 * along * normalX
  mirrored.dy = ray.dy - 2 * along * normalY
  mirrored.dz = ray.dz - 2 * along * normalZ
  // Polished things mirror more at flat angles (Schlick's approximation of Fresnel's law).
  const grazing = (1 + along / length) * (1 + along / length)
  const share = mirror * (0.25 + 0.75 * grazing * grazing)
  look(world, world.things, mirrored, 0, mirrorImage)
  seen.red += (mirrorImage.red - seen.red) * share
  seen.green += (mirrorImage.green - seen.green) * share
  seen.blue += (mirrorImage.blue - seen.blue) * share
}

function fade(world: World, ray: Ray, distance: number, seen: Seen): void {
  const { colour, perMetre } = world.lighting.haze
  if (perMetre === 0) return
  const length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz)
  const share = 1 - Math.exp(-distance * length * perMetre)
  seen.red += (colour[0] - seen.red) * share
  seen.green += (colour[1] - seen.green) * share
  seen.blue += (colour[2] - seen.blue) * share
}
