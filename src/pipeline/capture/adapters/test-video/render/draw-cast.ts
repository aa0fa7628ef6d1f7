import type { Canvas } from './canvas.ts'
import { castShadow } from './draw-shadow.ts'
import { intersect, type Ray } from './intersect.ts'
import { falling, gatherLight, isShadowed } from './lighting.ts'
import { localLighting } from './local-lighting.ts'
import { aimAtPixel, createRayGrid, setRayGrid } from './pixel-ray.ts'
import { faceThing, setFootprint } from './shade.ts'
import type { Solid } from './solid.ts'
import type { Still } from './still.ts'
import { createSurface } from './surface.ts'
import { type Thing, worldCorners } from './thing.ts'
import { lensShare, writePixel } from './tone.ts'
import { HEIGHT, projectedRect, type Rect, WIDTH } from './view.ts'
import type { World } from './world.ts'

const MAX_CAST = 255

const corners = new Float64Array(24)
const rect: Rect = { left: 0, top: 0, right: 0, bottom: 0 }
const ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }
const local: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }
const surface = createSurface()
const grid = createRayGrid()

/** Draws what moves into a canvas that holds what stands still: hidden by what is nearer, lit by the scene, with shadows. */
export function drawCast(world: World, still: Still, cast: readonly Thing[], canvas: Canvas): void {
  for (const thing of cast) {
    if (!thing.castsShadow) continue
    castShadow(world, still, thing, canvas.rgb)
  }
  // The nearest first: what it hides need not be computed.
  const [x, , z] = world.view.eye
  const ordered = cast
    .slice(0, MAX_CAST)
    .sort((a, b) => (a.x - x) ** 2 + (a.z - z) ** 2 - (b.x - x) ** 2 - (b.z - z) ** 2)
  for (let i = 0; i < ordered.length; i++) drawThing(world, ordered[i]!, i + 1, canvas)
}

function drawThing(world: World, thing: Thing, owner: number, canvas: Canvas): void {
  worldCorners(thing, thing.bounds, corners)
  // What is about to pass the camera is already out of view: cameras look down.
  if (!projectedRect(world.view, corners, rect)) return
  if (rect.left >= rect.right || rect.top >= rect.bottom) return
  const whole = { ...rect }
  const sunShare = sunOn(world, thing)
  setRayGrid(world.view, thing, grid)
  const lit = { ...world, lighting: localLighting(world.lighting, thing) }
  for (const solid of thing.solids) drawSolid(lit, thing, solid, sunShare, owner, canvas)
  softenOutline(canvas, whole, owner)
}

/** The sun reaches a moving thing wholly or not at all: what its middle gets. */
function sunOn(world: World, thing: Thing): number {
  const { sun } = world.lighting
  if (sun === null) return 0
  surface.x = thing.x
  surface.y = thing.y + thing.bounds[4]! * 0.7
  surface.z = thing.z
  surface.normalX = 0
  surface.normalY = 0
  surface.normalZ = 0
  const [dx, dy, dz] = sun.direction
  return isShadowed(surface, dx, dy, dz, Number.POSITIVE_INFINITY, world.things) ? 0 : 1
}

function drawSolid(world: World, thing: Thing, solid: Solid, sunShare: number, owner: number, canvas: Canvas): void {
  worldCorners(thing, solid.bounds, corners)
  projectedRect(world.view, corners, rect)
  const { lighting } = world
  const { left, right, top, bottom } = rect
  const { corner, column: right1, row: down1 } = grid
  const [stepX, stepY, stepZ] = [right1[0]!, right1[1]!, right1[2]!]
  local.x = grid.start[0]!
  local.y = grid.start[1]!
  local.z = grid.start[2]!
  for (let row = top; row < bottom; row++) {
    const rowX = corner[0]! + row * down1[0]!
    const rowY = corner[1]! + row * down1[1]!
    const rowZ = corner[2]! + row * down1[2]!
    for (let column = left, i = row * WIDTH + left; column < right; column++, i++) {
      local.dx = rowX + column * stepX
      local.dy = rowY + column * stepY
      local.dz = rowZ + column * stepZ
      const distance = intersect(solid, local)
      if (distance >= canvas.depth[i]!) continue
      canvas.depth[i] = distance
      canvas.owner[i] = owner
      aimAtPixel(world.view, column, row, ray)
      shadePixel(world, thing, solid, sunShare, distance)
      const share = lensShare(lighting, column, row) * lighting.exposure * canvas.gain
      writePixel(surface.red, surface.green, surface.blue, share, lighting.monochrome, canvas.rgb, 3 * i)
    }
  }
}

/** Light that the met place sends to the camera; the answer stands in the surface's colour. */
function shadePixel(world: World, thing: Thing, solid: Solid, sunShare: number, distance: number): void {
  surface.x = ray.x + ray.dx * distance
  surface.y = ray.y + ray.dy * distance
  surface.z = ray.z + ray.dz * distance
  surface.glow = 0
  surface.mirror = 0
  faceThing(thing, surface, ray, solid)
  setFootprint(surface, ray, distance, world.view.focalPx)
  solid.material(surface)
  // Near the ground less of the sky is seen.
  const open = 0.72 + 0.28 * Math.min(1, Math.max(0, surface.y) / 0.9)
  gatherLight(world.lighting, surface, sunShare, open, NOTHING)
  surface.red *= falling.red + surface.glow
  surface.green *= falling.green + surface.glow
  surface.blue *= falling.blue + surface.glow
  if (surface.mirror > 0) addSkyMirror(world)
}

const NOTHING: readonly Thing[] = []

/** A cheap mirror image: the light of the sky where the mirrored ray goes up, of the ground where it goes down. */
function addSkyMirror(world: World): void {
  const { normalX, normalY, normalZ, mirror } = surface
  const length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz)
  const along = (ray.dx * normalX + ray.dy * normalY + ray.dz * normalZ) / length
  const rise = ray.dy / length - 2 * along * normalY
  const up = rise < -0.1 ? 0 : rise > 0.25 ? 1 : (rise + 0.1) / 0.35
  const grazing = (1 + along) * (1 + along)
  const share = mirror * (0.2 + 0.8 * grazing * grazing)
  const { sky, bounce } = world.lighting
  surface.red += ((sky[0] * 1.9 - bounce[0]) * up + bounce[0] - surface.red) * share
  surface.green += ((sky[1] * 1.9 - bounce[1]) * up + bounce[1] - surface.green) * share
  surface.blue += ((sky[2] * 1.9 - bounce[2]) * up + bounce[2] - surface.blue) * share
}

/** Blends the pixels on the outline of a drawn thing with their neighbours: a lens has no stairs. */
function softenOutline({ rgb, owner }: Canvas, area: Rect, number: number): void {
  const bottom = Math.min(area.bottom, HEIGHT - 1)
  const right = Math.min(area.right, WIDTH - 1)
  for (let row = Math.max(1, area.top); row < bottom; row++) {
    for (let column = Math.max(1, area.left); column < right; column++) {
      const p = row * WIDTH + column
      const own = owner[p] === number
      const same =
        (owner[p - 1] === number) === own &&
        (owner[p + 1] === number) === own &&
        (owner[p - WIDTH] === number) === own &&
        (owner[p + WIDTH] === number) === own
      if (same) continue
      for (let i = 3 * p; i < 3 * p + 3; i++) {
        rgb[i] = (4 * rgb[i]! + rgb[i - 3]! + rgb[i + 3]! + rgb[i - 3 * WIDTH]! + rgb[i + 3 * WIDTH]! + 4) >> 3
      }
    }
  }
}
