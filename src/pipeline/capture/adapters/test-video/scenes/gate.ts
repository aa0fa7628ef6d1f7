import { carSolids } from '../actors/car.ts'
import { driver } from '../actors/drive.ts'
import { hedge, tree } from '../actors/tree.ts'
import { createWay, placeOnWay, somebody, walker, type Way } from '../actors/walk.ts'
import { mesh } from '../materials/foliage.ts'
import { asphalt, grass, lineAt } from '../materials/ground.ts'
import { clouds } from '../materials/sky.ts'
import { brick, corrugated, plain, plaster, withWindows } from '../materials/wall.ts'
import { box, capsule, cylinder, type Solid } from '../render/solid.ts'
import { type Material, paint, type Surface } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { smoothStep } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

const BARRIER_Z = 15.5

/** The gate of a works: barrier, lodge, fence; vehicles stop and are let in. */
export const gate: Scene = {
  stream: 'test-gate',
  label: 'CAM 08 GATE',
  noiseLevels: 2.2,
  lightDrift: 0.06,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [4.6, 4.6, 0.5], yaw: -16, pitch: 14, fieldOfView: 70 }),
  lighting: {
    sky: [0.36, 0.4, 0.47],
    bounce: [0.17, 0.17, 0.14],
    sun: { direction: [0.58, 0.6, -0.55], colour: [1.3, 1.16, 0.9] },
    lamps: [],
    exposure: 0.95,
    haze: { colour: [0.68, 0.74, 0.82], perMetre: 0.003 },
    vignette: 0.32,
    monochrome: false
  },
  sky: clouds([0.74, 0.82, 0.94], [0.24, 0.42, 0.78], 0.55, 22),
  ground: drive(),
  things: [...lodge(), ...fence(), ...works(), ...planting()]
})

function drive(): Material {
  const road = asphalt(0.55, 23)
  const lawn = grass(24)
  return surface => {
    if (Math.abs(surface.x + 1) > 4.6) {
      lawn(surface)
      return
    }
    road(surface)
    const { x, z } = surface
    const hump = z > 9.2 && z < 9.9 && (((x * 2) % 2) + 2) % 2 < 1
    const share = hump ? 0.8 : markingsAt(surface)
    const [red, green, blue] = hump ? [0.7, 0.52, 0.06] : [0.74, 0.74, 0.7]
    surface.red += (red! - surface.red) * share
    surface.green += (green! - surface.green) * share
    surface.blue += (blue! - surface.blue) * share
  }
}

/** White lines of the road: where to stop, the middle, the edges. */
function markingsAt(surface: Surface): number {
  const { x, z } = surface
  const stop = lineAt(surface, z, BARRIER_Z - 2.2, 0.35) * (x < -1 ? 0 : 1)
  const middle = lineAt(surface, x, -1, 0.14) * (z < 11 || z > 22 ? 1 : 0)
  return Math.max(stop, middle, lineAt(surface, Math.abs(x + 1), 4.3, 0.12)) * 0.8
}

function lodge(): Thing[] {
  const windows = { every: 1.7, storey: 5, width: 1.3, height: 1.15, sill: 1, lit: 0.3 }
  const solids = [
    box([0, 0, 0], [3.6, 2.7, 3.4], withWindows(brick(0xa0624a, 8), windows, 5)),
    box([0, 2.7, 0], [4.4, 0.25, 4.2], plain(0x55585a, 0.15)),
    box([1.82, 0, 0.9], [0.06, 2.05, 0.9], plain(0x2f4f66, 0.1))
  ]
  const kerb = plain(0xaaa69b, 0.2)
  const box1 = [
    box([0, 0, 0], [0.36, 1.15, 0.36], plain(0xd9b21f)),
    cylinder([0.25, 0, -0.9], 0.06, 1.3, 1, plain(0x888c8e)),
    box([0.25, 1.1, -0.95], [0.18, 0.3, 0.1], plain(0x222426))
  ]
  return [
    createThing(solids, { at: [-8, BARRIER_Z + 0.5] }),
    createThing([box([0, 0, 0], [1, 0.15, 7], kerb)], { at: [-1, BARRIER_Z], castsShadow: false }),
    createThing(box1, { at: [3.5, BARRIER_Z] }),
    createThing(box1, { at: [-5.4, BARRIER_Z] }),
    createThing(
      [cylinder([0, 0, 0], 0.06, 2.6, 1, plain(0x85898c)), cylinder([0, 2.35, -0.05], 0.36, 0.04, 2, roundSign())],
      { at: [4.3, BARRIER_Z - 1.5] }
    )
  ]
}

function roundSign(): Material {
  return surface => {
    const out = Math.hypot(surface.localX, surface.localY - 2.35)
    if (out > 0.26) paint(surface, [0.55, 0.03, 0.03], 1)
    else
      paint(
        surface,
        Math.abs(surface.localY - 2.35) < 0.06 && Math.abs(surface.localX) < 0.15
          ? [0.05, 0.05, 0.05]
          : [0.8, 0.8, 0.8],
        1
      )
  }
}

function fence(): Thing[] {
  const wire = plain(0x5a6a5e, 0.1)
  const run = (length: number): Solid[] => [
    box([0, 0.08, 0], [length, 2, 0.04], wire, mesh(0.3, 0.02)),
    ...Array.from({ length: Math.floor(length / 2.5) + 1 }, (_, i) =>
      box([-length / 2 + i * 2.5, 0, 0], [0.07, 2.2, 0.07], wire)
    )
  ]
  const pillar = [
    box([0, 0, 0], [0.6, 2.3, 0.6], brick(0xa0624a, 9)),
    box([0, 2.3, 0], [0.75, 0.14, 0.75], plain(0xb5b0a5, 0.1))
  ]
  return [
    createThing(run(20), { at: [15.2, BARRIER_Z + 1.6] }),
    createThing(run(15), { at: [-17.8, BARRIER_Z + 1.6] }),
    createThing(pillar, { at: [4.9, BARRIER_Z + 1.6] }),
    createThing(pillar, { at: [-10.2, BARRIER_Z + 1.6] })
  ]
}

function works(): Thing[] {
  const windows = { every: 2.6, storey: 3.2, width: 1.9, height: 1.5, sill: 1.1, lit: 0.08 }
  return [
    createThing(
      [
        box([0, 0, 0], [26, 9.5, 14], withWindows(plaster(0xc4bca9, 8), windows, 12)),
        box([0, 9.5, 0], [26.6, 0.4, 14.6], plain(0x66625c))
      ],
      { at: [-19, 50] }
    ),
    createThing(
      [
        box([0, 0, 0], [24, 8, 16], corrugated(0x7f95a3, 0.6, 9)),
        box([-4, 0, -8.1], [5, 5, 0.1], corrugated(0xc9ccc9, 0.5, 4)),
        box([5, 0, -8.1], [5, 5, 0.1], corrugated(0xc9ccc9, 0.5, 6))
      ],
      { at: [13, 54] }
    ),
    createThing([cylinder([0, 0, 0], 1.3, 21, 1, brick(0x9a6650, 14, 0.8, 0.3))], { at: [-3, 72] }),
    createThing([cylinder([0, 0, 0], 2.4, 7, 1, corrugated(0xb9bdbd, 0.9, 3))], { at: [3.5, 44] })
  ]
}

function planting(): Thing[] {
  return [
    hedge(11, 11.6, 11, 1.1, 0, 5),
    hedge(-14, 11.8, 11, 1.2, 0, 7),
    tree(10.5, 24, 7, 0x5d7a38, 5),
    tree(-13.5, 25, 6.5, 0x6c8440, 9),
    tree(8, 35, 7.5, 0x587234, 12)
  ]
}

/** The bar of a barrier with red and white fields; it turns up when a vehicle has waited. */
function barrier(x: number, side: number, openShare: number): Thing {
  const turn = openShare * 1.45
  const bar: Material = surface => {
    const along = Math.hypot(surface.localX, surface.localY - 1)
    paint(surface, (((along / 0.55) % 2) + 2) % 2 < 1 ? [0.62, 0.04, 0.03] : [0.82, 0.82, 0.8], 1)
  }
  const end = [side * 3.6 * Math.cos(turn), 1 + 3.6 * Math.sin(turn), 0] as const
  return createThing([capsule([0, 1, 0], end, 0.055, bar)], { at: [x, BARRIER_Z - 0.3] })
}

/** How far the barrier of a lane is open: up when the vehicle's wait is nearly over, down when it has passed. */
function openShare(way: Way, seconds: number, direction: 1 | -1): number {
  const { z, present, moving } = placeOnWay(way, seconds)
  const past = (z - BARRIER_Z) * direction
  if (!present || past > 9 || past < -5.2) return 0
  if (!moving) return smoothStep(-1.6, 0, placeOnWay(way, seconds + 1.6).moving ? 0 : -1.6)
  return 1 - smoothStep(5.5, 9, past)
}

function createCast(): Stage['cast'] {
  const entering = createWay('1.2,-8 1.2,10.6,4.5 1.2,48', 4.5, 6)
  const leaving = createWay('-3.2,50 -3.2,20.2,4 -3.2,-8', 3.5, 9)
  const guard = createWay('-5.8,18.4,5 -4.9,13.5,7 -5.6,10.6,3 -5.8,18.4', 0.9, 3)
  const visitor = createWay('12,8.6 4.4,10 3.9,14 4,26 6,40', 1.3, 8)
  const van = carSolids({ colour: 0xe4e4e0, shape: 'van', lights: false })
  const blue = carSolids({ colour: 0x27507f, shape: 'saloon', lights: true })
  const truck = carSolids({ colour: 0xb8402c, shape: 'truck', lights: true })
  return seconds => [
    barrier(3.4, -1, openShare(entering, seconds + 6, 1)),
    barrier(-5.3, 1, Math.max(openShare(leaving, seconds + 3, -1), openShare(leaving, seconds + 13, -1))),
    ...driver(van, entering, seconds + 6),
    ...driver(blue, leaving, seconds + 3),
    ...driver(truck, leaving, seconds + 13),
    ...walker(somebody(71, true), guard, seconds + 4),
    ...walker(somebody(72), visitor, seconds + 7)
  ]
}
