/** Size of every built-in picture, pixels. */
export const WIDTH = 640
export const HEIGHT = 360

/**
 * A pinhole camera in a world of metres: y is up, the ground is y = 0, x is right and z is ahead of a camera with yaw 0.
 * The ray of a pixel is `forward + u * right - v * up`, so its parameter is the depth along the optical axis.
 */
export interface View {
  readonly eye: Vector
  readonly right: Vector
  readonly up: Vector
  readonly forward: Vector
  readonly focalPx: number
}

export type Vector = readonly [number, number, number]

export interface ViewOptions {
  readonly eye: Vector
  /** Degrees, positive turns to the right. */
  readonly yaw: number
  /** Degrees, positive looks down. */
  readonly pitch: number
  /** Horizontal field of view, degrees. */
  readonly fieldOfView: number
}

export function createView({ eye, yaw, pitch, fieldOfView }: ViewOptions): View {
  const turn = (yaw * Math.PI) / 180
  const tilt = (pitch * Math.PI) / 180
  const [cosTurn, sinTurn] = [Math.cos(turn), Math.sin(turn)]
  const [cosTilt, sinTilt] = [Math.cos(tilt), Math.sin(tilt)]
  return {
    eye,
    right: [cosTurn, 0, -sinTurn],
    up: [sinTurn * sinTilt, cosTilt, cosTurn * sinTilt],
    forward: [sinTurn * cosTilt, -sinTilt, cosTurn * cosTilt],
    focalPx: WIDTH / 2 / Math.tan((fieldOfView * Math.PI) / 360)
  }
}

/** Rectangle of whole pixels, right and bottom excluded. */
export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

/** Nearer than this, a point counts as behind the camera, metres. */
const NEAR = 0.05

/**
 * The smallest rectangle that holds all points (x, y, z triples), clipped to the picture; empty when nothing is in view,
 * the whole picture when a part reaches behind the camera.
 *
 * @returns Whether all points lie before the camera.
 */
export function projectedRect(view: View, points: ArrayLike<number>, rect: Rect): boolean {
  rect.left = WIDTH
  rect.top = HEIGHT
  rect.right = 0
  rect.bottom = 0
  let behind = 0
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i]! - view.eye[0]
    const y = points[i + 1]! - view.eye[1]
    const z = points[i + 2]! - view.eye[2]
    const depth = x * view.forward[0] + y * view.forward[1] + z * view.forward[2]
    if (depth < NEAR) {
      behind++
      continue
    }
    const perDepth = view.focalPx / depth
    const column = WIDTH / 2 + (x * view.right[0] + z * view.right[2]) * perDepth
    const row = HEIGHT / 2 - (x * view.up[0] + y * view.up[1] + z * view.up[2]) * perDepth
    rect.left = Math.min(rect.left, Math.floor(column) - 1)
    rect.right = Math.max(rect.right, Math.ceil(column) + 2)
    rect.top = Math.min(rect.top, Math.floor(row) - 1)
    rect.bottom = Math.max(rect.bottom, Math.ceil(row) + 2)
  }
  clipRect(rect, behind, points.length / 3)
  return behind === 0
}

/** What reaches behind the camera may cover any pixel; what lies wholly behind covers none. */
function clipRect(rect: Rect, behind: number, count: number): void {
  const partly = behind > 0 && behind < count
  rect.left = partly ? 0 : Math.max(0, rect.left)
  rect.top = partly ? 0 : Math.max(0, rect.top)
  rect.right = partly ? WIDTH : Math.min(WIDTH, rect.right)
  rect.bottom = partly ? HEIGHT : Math.min(HEIGHT, rect.bottom)
}
