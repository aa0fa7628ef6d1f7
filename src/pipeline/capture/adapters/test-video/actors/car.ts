import { plain } from '../materials/wall.ts'
import { box, cylinder, hull, type Solid } from '../render/solid.ts'
import { type Material, paint, type Surface, srgb } from '../render/surface.ts'
import { createThing, type Thing, type ThingOptions } from '../render/thing.ts'

export interface CarLook {
  readonly colour: number
  readonly shape: 'saloon' | 'van' | 'truck'
  /** Head and tail lamps are on. */
  readonly lights: boolean
}

const tyre = plain(0x1c1c1e, 0.1)
const rim = plain(0x9a9da0, 0.1)

/** A car with its wheels on the ground; its front looks along its heading. */
export function car(look: CarLook, options: ThingOptions): Thing {
  return createThing(carSolids(look), options)
}

/** The parts of a car, to be placed again and again. */
export function carSolids(look: CarLook): readonly Solid[] {
  if (look.shape === 'truck') return truck(look)
  return look.shape === 'van' ? van(look) : saloon(look)
}

function saloon(look: CarLook): readonly Solid[] {
  const body = Float64Array.of(-0.88, 0.28, -2.15, 0.88, 0.92, 2.15)
  const cabin = Float64Array.of(-0.78, 0.9, -1.75, 0.78, 1.46, 1.0)
  return [
    hull(
      body,
      [slope(0.3, 0.95, 1.05, 1.9), slope(-0.2, 0.98, 1.0, -1.9), side(0.92), side(-0.92)],
      bodywork(look, 2.15)
    ),
    hull(
      cabin,
      [slope(0.72, 0.69, 1.44, 0.25), slope(-0.62, 0.78, 1.44, -1.05), lean(1), lean(-1)],
      glasshouse(look, -1.2, 0.45)
    ),
    ...wheels(0.8, 0.31, 1.32, -1.28)
  ]
}

function van(look: CarLook): readonly Solid[] {
  const body = Float64Array.of(-0.95, 0.3, -2.5, 0.95, 2.05, 2.5)
  return [
    hull(body, [slope(0.8, 0.6, 2.02, 1.0), slope(0.25, 0.97, 1.12, 2.3), lean(1.06), lean(-1.06)], vanSkin(look)),
    ...wheels(0.86, 0.34, 1.6, -1.5)
  ]
}

function truck(look: CarLook): readonly Solid[] {
  const cab = Float64Array.of(-1.2, 0.45, 2.2, 1.2, 2.9, 4.2)
  return [
    hull(cab, [slope(0.92, 0.39, 2.9, 3.9)], vanSkin(look, 1.7, 2.55, 4.2)),
    box([0, 0.95, -1.2], [2.45, 2.7, 6.6], panels(0xd9d7d0)),
    box([0, 0.5, -1], [1.1, 0.4, 7], tyre),
    ...wheels(1.05, 0.48, 3.2, -3.4)
  ]
}

/** Plane through a height and length, leaning back by its normal (nz, ny). */
function slope(nz: number, ny: number, y: number, z: number): readonly number[] {
  const perLength = 1 / Math.hypot(nz, ny)
  return [0, ny * perLength, nz * perLength, (ny * y + nz * z) * perLength]
}

/** Sides that lean in towards the roof. */
function lean(sign: number): readonly number[] {
  const direction = Math.sign(sign)
  const perLength = 1 / Math.hypot(1, 0.28)
  return [
    direction * perLength,
    0.28 * perLength,
    0,
    (0.79 * Math.abs(sign) + 0.28 * 0.95 + (Math.abs(sign) - 1) * 3) * perLength
  ]
}

/** Corners of the bumpers, rounded off. */
function side(sign: number): readonly number[] {
  const direction = Math.sign(sign)
  const perLength = 1 / Math.hypot(1, 0.25)
  return [direction * perLength, 0, 0.25 * perLength, (Math.abs(sign) + 0.25 * 1.6) * perLength]
}

function wheels(x: number, radius: number, front: number, rear: number): readonly Solid[] {
  const material: Material = surface => {
    const centre = surface.localZ > (front + rear) / 2 ? front : rear
    const flat = Math.hypot(surface.localY - radius, surface.localZ - centre)
    if (flat < radius * 0.6) rim(surface)
    else tyre(surface)
  }
  return [-x - 0.09, x - 0.11].flatMap(left =>
    [front, rear].map(z => cylinder([left, radius, z], radius, 0.2, 0, material))
  )
}

const lamp = srgb(0xfff4dc)
const red = srgb(0xb01512)

function lamps(surface: Surface, look: CarLook, length: number, low: number, high: number): boolean {
  const { localX, localY, localZ } = surface
  if (Math.abs(localX) < 0.5 || Math.abs(localX) > 0.86 || localY < low || localY > high) return false
  if (localZ > length - 0.32) {
    paint(surface, lamp, 1)
    surface.glow = look.lights ? 3.5 : 0
    return true
  }
  if (localZ > -length + 0.2) return false
  paint(surface, red, 1)
  surface.glow = look.lights ? 1.8 : 0
  return true
}

function bodywork(look: CarLook, length: number): Material {
  const colour = srgb(look.colour)
  return surface => {
    const { localX, localY, localZ } = surface
    if (lamps(surface, look, length, 0.58, 0.76)) return
    const plate = Math.abs(localX) < 0.27 && localY > 0.42 && localY < 0.55 && Math.abs(localZ) > length - 0.1
    const grille = localZ > length - 0.06 && Math.abs(localX) < 0.48 && localY > 0.58 && localY < 0.74
    const doorGap = Math.abs(localZ + 0.35) < 0.02 || Math.abs(localZ - 0.75) < 0.02
    if (plate) paint(surface, [0.75, 0.75, 0.7], 1)
    else if (grille || localY < 0.36) paint(surface, [0.02, 0.02, 0.022], 1)
    else paint(surface, colour, doorGap && Math.abs(localX) > 0.8 ? 0.35 : 1)
    surface.mirror = 0.35
  }
}

/** Windows all around between the pillars, under a roof in the car's colour. */
function glasshouse(look: CarLook, rear: number, front: number): Material {
  const colour = srgb(look.colour)
  return surface => {
    const { localY, localZ, localX } = surface
    const roof = localY > 1.4
    const onSide = Math.abs(localX) > 0.6
    const pillar =
      onSide && (Math.abs(localZ + 0.35) < 0.05 || localZ < rear - 0.22 || (localZ > front + 0.3 && localY > 1.3))
    if (roof || pillar) paint(surface, colour, 1)
    else paint(surface, [0.035, 0.042, 0.05], 1)
    surface.mirror = roof || pillar ? 0.35 : 0.7
  }
}

function vanSkin(look: CarLook, glassFrom = 1.22, glassTo = 1.82, length = 2.5): Material {
  const colour = srgb(look.colour)
  return surface => {
    const { localX, localY, localZ } = surface
    if (lamps(surface, look, length, 0.72, 0.95)) return
    const ahead = localZ > length - 1.5
    const glass = localY > glassFrom && localY < glassTo && ahead && (Math.abs(localX) < 0.84 || localZ < length - 0.5)
    if (glass) paint(surface, [0.035, 0.042, 0.05], 1)
    else if (localY < 0.42) paint(surface, [0.03, 0.03, 0.032], 1)
    else paint(surface, colour, Math.abs(localZ - 0.2) < 0.02 || Math.abs(localZ - length + 1.55) < 0.02 ? 0.45 : 1)
    surface.mirror = glass ? 0.6 : 0.25
  }
}

function panels(hex: number): Material {
  const colour = srgb(hex)
  return surface => {
    const stripe = surface.localY > 1.7 && surface.localY < 2.2 && Math.abs(surface.normalY) < 0.5
    paint(surface, stripe ? [0.03, 0.12, 0.32] : colour, 0.95)
  }
}
