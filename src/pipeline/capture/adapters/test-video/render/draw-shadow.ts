import { enters, intersect, type Ray } from './intersect.ts'
import type { Lighting } from './lighting.ts'
import { createRayGrid, setRayGrid, turn } from './pixel-ray.ts'
import type { Still } from './still.ts'
import { type Thing, worldCorners } from './thing.ts'
import { BLACK_LEVEL } from './tone.ts'
import { projectedRect, type Rect, WIDTH } from './view.ts'
import type { World } from './world.ts'

/** How much of the ground around a thing that stands in even light is darkened. */
const CONTACT_REACH_M = 0.5
const CONTACT_DEPTH = 0.4
/** Half the width of the sun's disc with some haze, for a soft rim. */
const SUN_SPREAD = 0.006

const points = new Float64Array(48)
const corners = new Float64Array(24)
const sunward = new Float64Array(3)
const rect: Rect = { left: 0, top: 0, right: 0, bottom: 0 }
const grid = createRayGrid()
const ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }

/** Darkens what lies in the shadow of a moving thing: in the sun's direction, or close around where it stands. */
export function castShadow(world: World, still: Still, thing: Thing, rgb: Uint8Array): void {
  if (!setShadowRect(world, thing)) return
  if (rect.left >= rect.right || rect.top >= rect.bottom) return
  const { sun } = world.lighting
  const depthOfShade = 1 - shadowShare(world.lighting)
  setRayGrid(world.view, thing, grid)
  const [sx, sy, sz] = sun?.direction ?? [0, 1, 0]
  turn(thing, sx, sy, sz, sunward)
  for (let row = rect.top; row < rect.bottom; row++) {
    // Pixels are taken in pairs, set off from row to row like bricks: a shadow has no sharp detail.
    for (let column = (rect.left & ~1) - (row & 1); column < rect.right; column += 2) {
      const pixel = row * WIDTH + Math.max(0, column)
      const depth = still.depth[pixel]!
      if (depth > FAR_M) continue
      placeRay(column, row, depth)
      let share = contactShare(thing.bounds)
      const shade = sun === null ? 0 : (depthOfShade * still.sunlit[pixel]!) / 255
      if (shade > 0 && isHidden(thing, ((column >> 1) ^ row) & 1)) share *= 1 - shade
      if (share < 0.995) darkenPair(rgb, column, pixel, share)
    }
  }
}

function darkenPair(rgb: Uint8Array, column: number, pixel: number, share: number): void {
  darken(rgb, 3 * pixel, share)
  if (column >= 0 && column < WIDTH - 1) darken(rgb, 3 * pixel + 3, share)
}

/** Starts the ray at what a pixel shows, in the frame of the thing. */
function placeRay(column: number, row: number, depth: number): void {
  const { start, corner, column: right, row: down } = grid
  ray.x = start[0]! + (corner[0]! + row * down[0]! + column * right[0]!) * depth
  ray.y = start[1]! + (corner[1]! + row * down[1]! + column * right[1]!) * depth
  ray.z = start[2]! + (corner[2]! + row * down[2]! + column * right[2]!) * depth
}

/** Farther away shadows are smaller than a pixel, metres. */
const FAR_M = 300

function darken(rgb: Uint8Array, i: number, share: number): void {
  for (let k = i; k < i + 3; k++) rgb[k] = BLACK_LEVEL + (rgb[k]! - BLACK_LEVEL) * share
}

/** The pixels that the shadow may reach: the thing's box, its surroundings, and the box cast down along the sun's rays. */
function setShadowRect(world: World, thing: Thing): boolean {
  const { bounds } = thing
  const wide = Float64Array.of(
    bounds[0]! - CONTACT_REACH_M,
    bounds[1]!,
    bounds[2]! - CONTACT_REACH_M,
    bounds[3]! + CONTACT_REACH_M,
    bounds[1]! + 0.1,
    bounds[5]! + CONTACT_REACH_M
  )
  worldCorners(thing, wide, corners)
  points.set(corners)
  worldCorners(thing, bounds, corners)
  const [sx, sy, sz] = world.lighting.sun?.direction ?? [0, 1, 0]
  for (let i = 0; i < 24; i += 3) {
    const fall = corners[i + 1]! / sy
    points[24 + i] = corners[i]! - sx * fall
    points[25 + i] = 0
    points[26 + i] = corners[i + 2]! - sz * fall
  }
  return projectedRect(world.view, points, rect)
}

/** Brightness of the ground without the sun against with it, as grey levels have it (after gamma). */
function shadowShare({ sky, sun }: Lighting): number {
  if (sun === null) return 1
  const lit = sky[1] + sun.colour[1] * sun.direction[1]
  return (sky[1] / lit) ** (1 / 2.2)
}

/** True when the thing hides the sun from where `ray` starts; `rim`, 0 or 1, picks one rim of the sun or the other. */
function isHidden(thing: Thing, rim: number): boolean {
  const side = rim * 2 - 1
  ray.dx = sunward[0]! + SUN_SPREAD * side
  ray.dy = sunward[1]!
  ray.dz = sunward[2]! - SUN_SPREAD * side
  if (!enters(thing.bounds, ray)) return false
  for (const solid of thing.solids) {
    if (intersect(solid, ray) < Number.POSITIVE_INFINITY) return true
  }
  return false
}

/** Darkening close around the foot of the thing, 0.6..1. */
function contactShare(bounds: Float64Array): number {
  if (ray.y > 0.3) return 1
  const gapX = outside(ray.x, bounds[0]!, bounds[3]!)
  const gapZ = outside(ray.z, bounds[2]!, bounds[5]!)
  const gap = Math.sqrt(gapX * gapX + gapZ * gapZ) / CONTACT_REACH_M
  return gap >= 1 ? 1 : 1 - CONTACT_DEPTH * (1 - gap) * (1 - gap)
}

function outside(value: number, low: number, high: number): number {
  return value < low ? low - value : value > high ? value - high : 0
}
