import type { Ray } from './intersect.ts'
import type { Surface } from './surface.ts'
import { isBlocked, type Thing } from './thing.ts'
import type { Vector } from './view.ts'

/** Light of a scene: linear red, green and blue, about 1 for what gives a bright picture at exposure 1. */
export interface Lighting {
  /** From above and from below, on every surface. */
  readonly sky: Vector
  readonly bounce: Vector
  readonly sun: Sun | null
  readonly lamps: readonly Lamp[]
  readonly exposure: number
  /** Colour that the distance fades into, and how fast. */
  readonly haze: { readonly colour: Vector; readonly perMetre: number }
  /** Darkening of the corners, 0..1. */
  readonly vignette: number
  /** Grey picture: an infrared camera. */
  readonly monochrome: boolean
}

export interface Sun {
  /** Towards the sun, unit length. */
  readonly direction: Vector
  readonly colour: Vector
}

export interface Lamp {
  readonly at: Vector
  readonly colour: Vector
  /** Distance at which its light has fallen to half, metres. */
  readonly range: number
  /** Unit vector of a spot's axis; null shines all around. */
  readonly aim: Vector | null
  /** How narrow a spot is: the power of the cosine to its axis. */
  readonly narrow: number
  readonly casts: boolean
}

/** Light that falls on a surface; written by `gatherLight`. */
export const falling = { red: 0, green: 0, blue: 0 }

const shadowRay: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }

/**
 * Sums the light on a surface into `falling`.
 *
 * @param sunShare Share of the sun that reaches it, 0..1.
 * @param openness Share of the sky that it sees, 0..1.
 * @param blockers What may stand before a lamp that casts shadows.
 */
export function gatherLight(
  lighting: Lighting,
  surface: Surface,
  sunShare: number,
  openness: number,
  blockers: readonly Thing[]
): void {
  const above = (0.5 + 0.5 * surface.normalY) * openness
  const below = (0.5 - 0.5 * surface.normalY) * openness
  const { sky, bounce, sun } = lighting
  falling.red = sky[0] * above + bounce[0] * below
  falling.green = sky[1] * above + bounce[1] * below
  falling.blue = sky[2] * above + bounce[2] * below
  if (sun !== null) {
    const facing = facingSun(sun, surface) * sunShare
    falling.red += sun.colour[0] * facing
    falling.green += sun.colour[1] * facing
    falling.blue += sun.colour[2] * facing
  }
  for (const lamp of lighting.lamps) addLamp(lamp, surface, blockers)
}

/** Cosine between the surface's normal and the sun, 0 when it looks away. */
export function facingSun(sun: Sun, surface: Surface): number {
  const [x, y, z] = sun.direction
  const cosine = x * surface.normalX + y * surface.normalY + z * surface.normalZ
  return Math.max(cosine, 0)
}

function addLamp(lamp: Lamp, surface: Surface, blockers: readonly Thing[]): void {
  const dx = lamp.at[0] - surface.x
  const dy = lamp.at[1] - surface.y
  const dz = lamp.at[2] - surface.z
  const square = dx * dx + dy * dy + dz * dz + 1e-6
  const perLength = 1 / Math.sqrt(square)
  const cosine = (dx * surface.normalX + dy * surface.normalY + dz * surface.normalZ) * perLength
  // Wrapped a little around the shape: a lamp is no point, and walls throw light back.
  const facing = cosine * 0.85 + 0.15
  if (facing <= 0) return
  let strength = facing / (1 + square / (lamp.range * lamp.range))
  if (lamp.aim !== null) {
    const along = -(dx * lamp.aim[0] + dy * lamp.aim[1] + dz * lamp.aim[2]) * perLength
    if (along <= 0) return
    strength *= along ** lamp.narrow
  }
  if (strength < 0.004) return
  if (lamp.casts && blockers.length > 0 && isShadowed(surface, dx, dy, dz, 0.98, blockers)) strength *= 0.12
  falling.red += lamp.colour[0] * strength
  falling.green += lamp.colour[1] * strength
  falling.blue += lamp.colour[2] * strength
}

/** True when something stands between the surface and what lies at `reach` times the direction. */
export function isShadowed(
  surface: Surface,
  dx: number,
  dy: number,
  dz: number,
  reach: number,
  blockers: readonly Thing[]
): boolean {
  shadowRay.x = surface.x + surface.normalX * 0.02
  shadowRay.y = surface.y + surface.normalY * 0.02
  shadowRay.z = surface.z + surface.normalZ * 0.02
  shadowRay.dx = dx
  shadowRay.dy = dy
  shadowRay.dz = dz
  return isBlocked(blockers, shadowRay, reach)
}

/** Openness near things: corners and what stands on the ground get less sky, 0..1. */
export function openness(things: readonly Thing[], surface: Surface, own: Thing | null): number {
  let open = 1
  for (const thing of things) {
    if (thing === own || !thing.castsShadow || isFar(thing, surface)) continue
    const x = surface.x - thing.x
    const z = surface.z - thing.z
    const gapX = outside(thing.cosYaw * x - thing.sinYaw * z, thing.bounds[0]!, thing.bounds[3]!)
    const gapY = outside(surface.y - thing.y, thing.bounds[1]!, thing.bounds[4]!)
    const gapZ = outside(thing.sinYaw * x + thing.cosYaw * z, thing.bounds[2]!, thing.bounds[5]!)
    const square = gapX * gapX + gapY * gapY + gapZ * gapZ
    if (square < OPENNESS_REACH_M ** 2) open *= 1 - 0.42 / (1 + 14 * square)
  }
  return open
}

/** How far corners darken what is near them, metres. */
const OPENNESS_REACH_M = 2

function isFar({ middle, radius }: Thing, surface: Surface): boolean {
  const x = surface.x - middle[0]
  const y = surface.y - middle[1]
  const z = surface.z - middle[2]
  return x * x + y * y + z * z > (radius + OPENNESS_REACH_M) ** 2
}

function outside(value: number, low: number, high: number): number {
  return value < low ? low - value : value > high ? value - high : 0
}
