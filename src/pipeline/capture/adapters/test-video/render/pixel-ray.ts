import type { Ray } from './intersect.ts'
import type { Thing } from './thing.ts'
import { HEIGHT, type View, WIDTH } from './view.ts'

/** The ray through the middle of a pixel; fractions of pixels are allowed. */
export function aimAtPixel(view: View, column: number, row: number, ray: Ray): void {
  const { eye, right, up, forward, focalPx } = view
  const u = (column + 0.5 - WIDTH / 2) / focalPx
  const v = (row + 0.5 - HEIGHT / 2) / focalPx
  ray.x = eye[0]
  ray.y = eye[1]
  ray.z = eye[2]
  ray.dx = forward[0] + u * right[0] - v * up[0]
  ray.dy = forward[1] + u * right[1] - v * up[1]
  ray.dz = forward[2] + u * right[2] - v * up[2]
}

/** The rays of all pixels as a thing sees them: a start, the ray of pixel (0, 0), and the steps to the right and down. */
export interface RayGrid {
  readonly start: Float64Array
  readonly corner: Float64Array
  readonly column: Float64Array
  readonly row: Float64Array
}

export function createRayGrid(): RayGrid {
  return {
    start: new Float64Array(3),
    corner: new Float64Array(3),
    column: new Float64Array(3),
    row: new Float64Array(3)
  }
}

export function setRayGrid(view: View, thing: Thing, grid: RayGrid): void {
  const { eye, right, up, forward, focalPx } = view
  const u = (0.5 - WIDTH / 2) / focalPx
  const v = (0.5 - HEIGHT / 2) / focalPx
  turn(thing, eye[0] - thing.x, eye[1] - thing.y, eye[2] - thing.z, grid.start)
  turn(
    thing,
    forward[0] + u * right[0] - v * up[0],
    forward[1] + u * right[1] - v * up[1],
    forward[2] + u * right[2] - v * up[2],
    grid.corner
  )
  turn(thing, right[0] / focalPx, right[1] / focalPx, right[2] / focalPx, grid.column)
  turn(thing, -up[0] / focalPx, -up[1] / focalPx, -up[2] / focalPx, grid.row)
}

/** A direction of the world in the frame of the thing. */
export function turn(thing: Thing, x: number, y: number, z: number, into: Float64Array): void {
  into[0] = thing.cosYaw * x - thing.sinYaw * z
  into[1] = y
  into[2] = thing.sinYaw * x + thing.cosYaw * z
}
