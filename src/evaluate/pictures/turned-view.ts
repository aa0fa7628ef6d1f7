import type { RgbImage } from './rgb-image.ts'

/** Where a camera looks inside a wider picture. All zero and zoom 1 is the middle of it. */
export interface Pose {
  /** Radians, positive to the right. */
  readonly pan: number
  /** Radians, positive down. */
  readonly tilt: number
  /** Radians, about the optical axis. */
  readonly roll: number
  /** 1 as at home, more looks closer. */
  readonly zoom: number
}

export const HOME: Pose = { pan: 0, tilt: 0, roll: 0, zoom: 1 }

/** Focal length in widths of the wide picture: a field of view of 58 degrees, as most fixed cameras have. */
const FOCAL_WIDTHS = 0.9

type Homography = readonly number[]

/**
 * What a pinhole camera that turns about its lens sees of a wider picture: true perspective, not a shift.
 *
 * @param into Its size is the view's; at home it shows as many pixels of `wide` as it has itself.
 */
export function lookInto(wide: RgbImage, pose: Pose, into: RgbImage): void {
  const h = homography(wide, pose, into)
  const { data, width } = wide
  const mostX = wide.width - 1.001
  const mostY = wide.height - 1.001
  let out = 0
  for (let y = 0; y < into.height; y++) {
    for (let x = 0; x < into.width; x++, out += 3) {
      const depth = h[6]! * x + h[7]! * y + h[8]!
      const fromX = Math.min(mostX, Math.max(0, (h[0]! * x + h[1]! * y + h[2]!) / depth))
      const fromY = Math.min(mostY, Math.max(0, (h[3]! * x + h[4]! * y + h[5]!) / depth))
      const [left, top] = [fromX | 0, fromY | 0]
      const [across, down] = [fromX - left, fromY - top]
      const i = (top * width + left) * 3
      const below = i + width * 3
      for (let c = 0; c < 3; c++) {
        const upper = data[i + c]! + (data[i + c + 3]! - data[i + c]!) * across
        const lower = data[below + c]! + (data[below + c + 3]! - data[below + c]!) * across
        into.data[out + c] = upper + (lower - upper) * down
      }
    }
  }
}

/** The pose nearest to the wanted one, on the way there from `from`, whose view lies wholly in the wide picture. */
export function reachablePose(
  wide: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
  from: Pose,
  wanted: Pose
): Pose {
  let share = 1
  for (let i = 0; i < 40 && !fits(wide, view, between(from, wanted, share)); i++) share *= 0.94
  return between(from, wanted, share)
}

export function between(one: Pose, other: Pose, share: number): Pose {
  const mix = (a: number, b: number) => a + (b - a) * share
  return {
    pan: mix(one.pan, other.pan),
    tilt: mix(one.tilt, other.tilt),
    roll: mix(one.roll, other.roll),
    zoom: mix(one.zoom, other.zoom)
  }
}

/** The turn that shifts the picture by a share of the wide picture's width. */
export function angleOfShift(widths: number): number {
  return Math.atan(widths / FOCAL_WIDTHS)
}

function fits(
  wide: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
  pose: Pose
): boolean {
  const h = homography(wide, pose, view)
  const corners = [
    [0, 0],
    [view.width - 1, 0],
    [0, view.height - 1],
    [view.width - 1, view.height - 1]
  ] as const
  return corners.every(([x, y]) => {
    const depth = h[6]! * x + h[7]! * y + h[8]!
    const atX = (h[0]! * x + h[1]! * y + h[2]!) / depth
    const atY = (h[3]! * x + h[4]! * y + h[5]!) / depth
    return atX >= -0.5 && atY >= -0.5 && atX <= wide.width - 0.5 && atY <= wide.height - 0.5
  })
}

/** From a pixel of the view to one of the wide picture, row-major 3 x 3: the ray is turned by roll, tilt and pan. */
function homography(
  wide: { readonly width: number; readonly height: number },
  { pan, tilt, roll, zoom }: Pose,
  view: { readonly width: number; readonly height: number }
): Homography {
  const focal = FOCAL_WIDTHS * wide.width
  const [cosPan, sinPan] = [Math.cos(pan), Math.sin(pan)]
  const [cosTilt, sinTilt] = [Math.cos(tilt), Math.sin(tilt)]
  const [cosRoll, sinRoll] = [Math.cos(roll), Math.sin(roll)]
  // Columns: where the view's right, down and forward point in the wide camera's axes.
  const turn = [
    [cosPan * cosRoll - sinPan * sinTilt * sinRoll, -cosPan * sinRoll - sinPan * sinTilt * cosRoll, sinPan * cosTilt],
    [cosTilt * sinRoll, cosTilt * cosRoll, sinTilt],
    [-sinPan * cosRoll - cosPan * sinTilt * sinRoll, sinPan * sinRoll - cosPan * sinTilt * cosRoll, cosPan * cosTilt]
  ] as const
  const [midX, midY] = [(view.width - 1) / 2, (view.height - 1) / 2]
  const perPixel = 1 / (focal * zoom)
  const rays = turn.map(([right, down, forward]) => [
    right * perPixel,
    down * perPixel,
    forward - (right * midX + down * midY) * perPixel
  ])
  const [x, y, z] = [rays[0]!, rays[1]!, rays[2]!]
  const [wideX, wideY] = [(wide.width - 1) / 2, (wide.height - 1) / 2]
  return [
    ...z.map((part, i) => focal * x[i]! + wideX * part),
    ...z.map((part, i) => focal * y[i]! + wideY * part),
    ...z
  ]
}
