/**
 * The point of a solid that a ray met. One object is used again and again: a tracer fills in the place, the material
 * fills in the look.
 */
export interface Surface {
  /** World, metres. */
  x: number
  y: number
  z: number
  /** In the frame of the thing, metres; `u` runs along the face and `v` up it (on flat faces: across it). */
  localX: number
  localY: number
  localZ: number
  u: number
  v: number
  /** World normal, unit length. */
  normalX: number
  normalY: number
  normalZ: number
  /** Size of a pixel on the surface, metres: detail finer than this is to be left out. */
  footprint: number
  /** Albedo, linear, 0..1. */
  red: number
  green: number
  blue: number
  /** Light of its own, times the albedo. */
  glow: number
  /** Share of a mirror image of the surroundings, 0..1. */
  mirror: number
}

export type Material = (surface: Surface) => void

export function createSurface(): Surface {
  return {
    x: 0,
    y: 0,
    z: 0,
    localX: 0,
    localY: 0,
    localZ: 0,
    u: 0,
    v: 0,
    normalX: 0,
    normalY: 1,
    normalZ: 0,
    footprint: 0,
    red: 0,
    green: 0,
    blue: 0,
    glow: 0,
    mirror: 0
  }
}

/** Sets a grey-scaled colour: `colour` times `shade`. */
export function paint(surface: Surface, colour: readonly [number, number, number], shade: number): void {
  surface.red = colour[0] * shade
  surface.green = colour[1] * shade
  surface.blue = colour[2] * shade
}

/** Linear albedo of an sRGB colour written as 0xrrggbb. */
export function srgb(hex: number): readonly [number, number, number] {
  return [toLinear((hex >> 16) & 255), toLinear((hex >> 8) & 255), toLinear(hex & 255)]
}

function toLinear(level: number): number {
  return (level / 255) ** 2.2
}
