import type { Ray } from './intersect.ts'
import { aimAtPixel } from './pixel-ray.ts'
import { look, type Seen } from './shade.ts'
import { type Thing, worldCorners } from './thing.ts'
import { lensShare, writePixel } from './tone.ts'
import { HEIGHT, projectedRect, type Rect, WIDTH } from './view.ts'
import type { World } from './world.ts'

/** The part of a scene that does not move, rendered once. */
export interface Still {
  /** RGB, `WIDTH * HEIGHT * 3` bytes. */
  readonly rgb: Uint8Array
  /** Depth along the optical axis, metres. */
  readonly depth: Float32Array
  /** Share of the sun that reaches the pixel, 0..255. */
  readonly sunlit: Uint8Array
}

/** Neighbours that differ by more than this many grey levels are sampled finer. */
const EDGE_LEVELS = 9
/** Further places inside a pixel, -0.5..0.5: with the middle a rotated grid. */
const FINER = [-0.13, -0.38, 0.38, -0.13, 0.13, 0.38, -0.38, 0.13] as const

const ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 }
const part = new Uint8Array(3)
const seen: Seen = { red: 0, green: 0, blue: 0, distance: 0, sunShare: 0 }

/** Renders the world a row at a time, so that the caller may do other work between two rows. */
export function* renderStill(world: World): Generator<void, Still> {
  const rects = world.things.map(thing => rectOf(world, thing))
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3)
  const still: Still = { rgb, depth: new Float32Array(WIDTH * HEIGHT), sunlit: new Uint8Array(WIDTH * HEIGHT) }
  for (let row = 0; row < HEIGHT; row++) {
    renderRow(world, rects, row, still)
    yield
  }
  const coarse = rgb.slice()
  for (let row = 0; row < HEIGHT; row++) {
    refineRow(world, rects, row, coarse, rgb)
    yield
  }
  return still
}

function rectOf(world: World, thing: Thing): Rect {
  const rect: Rect = { left: 0, top: 0, right: 0, bottom: 0 }
  const corners = new Float64Array(24)
  worldCorners(thing, thing.bounds, corners)
  projectedRect(world.view, corners, rect)
  return rect
}

function renderRow(world: World, rects: readonly Rect[], row: number, still: Still): void {
  for (let column = 0; column < WIDTH; column++) {
    const i = row * WIDTH + column
    sample(world, candidatesAt(world, rects, column, row), column, row)
    develop(world, column, row, still.rgb, 3 * i)
    still.depth[i] = seen.distance
    still.sunlit[i] = Math.round(seen.sunShare * 255)
  }
}

const candidates: Thing[] = []

function candidatesAt(world: World, rects: readonly Rect[], column: number, row: number): readonly Thing[] {
  candidates.length = 0
  for (let i = 0; i < rects.length; i++) {
    const rect = rects[i]!
    if (column >= rect.left && column < rect.right && row >= rect.top && row < rect.bottom) {
      candidates.push(world.things[i]!)
    }
  }
  return candidates
}

/** Looks through a place of the picture, in pixels; the answer stands in `seen`, as light. */
function sample(world: World, things: readonly Thing[], column: number, row: number): void {
  aimAtPixel(world.view, column, row, ray)
  look(world, things, ray, 1, seen)
}

function develop(world: World, column: number, row: number, rgb: Uint8Array, i: number): void {
  const share = lensShare(world.lighting, column, row) * world.lighting.exposure
  writePixel(seen.red, seen.green, seen.blue, share, world.lighting.monochrome, rgb, i)
}

function refineRow(world: World, rects: readonly Rect[], row: number, coarse: Uint8Array, rgb: Uint8Array): void {
  for (let column = 0; column < WIDTH; column++) {
    if (!isEdge(coarse, column, row)) continue
    const i = (row * WIDTH + column) * 3
    const things = candidatesAt(world, rects, column, row)
    let [red, green, blue] = [coarse[i]!, coarse[i + 1]!, coarse[i + 2]!]
    for (let k = 0; k < FINER.length; k += 2) {
      sample(world, things, column + FINER[k]!, row + FINER[k + 1]!)
      develop(world, column, row, part, 0)
      red += part[0]!
      green += part[1]!
      blue += part[2]!
    }
    rgb[i] = Math.round(red / 5)
    rgb[i + 1] = Math.round(green / 5)
    rgb[i + 2] = Math.round(blue / 5)
  }
}

function isEdge(coarse: Uint8Array, column: number, row: number): boolean {
  const i = (row * WIDTH + column) * 3 + 1
  const level = coarse[i]!
  return (
    (column > 0 && Math.abs(coarse[i - 3]! - level) > EDGE_LEVELS) ||
    (column < WIDTH - 1 && Math.abs(coarse[i + 3]! - level) > EDGE_LEVELS) ||
    (row > 0 && Math.abs(coarse[i - 3 * WIDTH]! - level) > EDGE_LEVELS) ||
    (row < HEIGHT - 1 && Math.abs(coarse[i + 3 * WIDTH]! - level) > EDGE_LEVELS)
  )
}
