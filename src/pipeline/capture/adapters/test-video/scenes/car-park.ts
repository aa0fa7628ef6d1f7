import { type CarLook, car, carSolids } from '../actors/car.ts'
import { driver } from '../actors/drive.ts'
import { hedge, tree } from '../actors/tree.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { asphalt, lineAt } from '../materials/ground.ts'
import { clouds } from '../materials/sky.ts'
import { corrugated, glowing, plain, plaster, withWindows } from '../materials/wall.ts'
import { box, cylinder } from '../render/solid.ts'
import type { Material } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { fbm, hash2 } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

const BAY_M = 2.7
/** Rows of bays: the depth of their closed end, and where cars look. */
const ROWS = [
  { z: 6.5, yaw: 180 },
  { z: 18.7, yaw: 0 },
  { z: 24, yaw: 180 },
  { z: 36.5, yaw: 0 }
] as const

/** A supermarket's car park on a bright afternoon, from a mast. */
export const carPark: Scene = {
  stream: 'test-car-park',
  label: 'CAM 04 CAR PARK',
  noiseLevels: 2.1,
  lightDrift: 0.07,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [-2, 8.2, -3], yaw: 11, pitch: 23, fieldOfView: 70 }),
  lighting: {
    sky: [0.34, 0.4, 0.5],
    bounce: [0.16, 0.16, 0.15],
    sun: { direction: [-0.62, 0.55, -0.56], colour: [1.25, 1.1, 0.86] },
    lamps: [],
    exposure: 1,
    haze: { colour: [0.66, 0.72, 0.8], perMetre: 0.0022 },
    vignette: 0.3,
    monochrome: false
  },
  sky: clouds([0.75, 0.82, 0.92], [0.3, 0.48, 0.8], 0.6, 9),
  ground: bays(),
  things: [...parked(), ...islands(), ...backdrop()]
})

function bays(): Material {
  const base = asphalt(0.62, 14)
  return surface => {
    base(surface)
    const { x, z } = surface
    const row = ROWS.find(each => Math.abs(z - each.z) < 2.6)
    const side = ((x % BAY_M) + BAY_M) % BAY_M
    const inRow = row !== undefined && x > -17.5 && x < 20.5
    const between = inRow ? lineAt(surface, side, BAY_M / 2, 0.12) : 0
    const closed = x > -17.5 && x < 20.5 ? Math.max(lineAt(surface, z, 21.35, 0.14), lineAt(surface, z, 39.2, 0.14)) : 0
    const arrow = arrowAt(((x + 40) % 14) - 7, z - 12.6) + arrowAt(7 - ((x + 40) % 14), z - 30.2)
    const white = Math.max(between, closed, Math.min(1, arrow)) * (0.5 + 0.5 * fbm(x * 2.4, z * 2.4, 3, 61))
    surface.red += (0.75 - surface.red) * white
    surface.green += (0.75 - surface.green) * white
    surface.blue += (0.72 - surface.blue) * white
  }
}

/** A painted arrow along x. */
function arrowAt(x: number, z: number): number {
  const shaft = x > -1.6 && x < 0.4 && Math.abs(z) < 0.12
  const head = x >= 0.4 && x < 1.5 && Math.abs(z) < (1.5 - x) * 0.5
  return shaft || head ? 0.9 : 0
}

const PAINTS = [0x9ea3a8, 0x2b2d31, 0x7c2024, 0xd7d8d6, 0x27476e, 0x5c6b4f, 0xb9a88a, 0x3f4a57, 0x8a3b22]

function lookOf(number: number): CarLook {
  const paint = PAINTS[Math.floor(hash2(number, 1, 7) * PAINTS.length)]!
  return { colour: paint, shape: hash2(number, 2, 7) > 0.85 ? 'van' : 'saloon', lights: false }
}

function parked(): Thing[] {
  return ROWS.flatMap((row, r) =>
    Array.from({ length: 13 }, (_, i) => i).flatMap(i => {
      const number = r * 20 + i
      // Some bays are free; one is kept free for the car that comes and goes.
      if (hash2(number, 3, 5) < 0.42 || (r === 1 && i === 7)) return []
      const x = -16.2 + i * BAY_M + (hash2(number, 4, 5) - 0.5) * 0.3
      return [
        car(lookOf(number), {
          at: [x, row.z + (hash2(number, 5, 5) - 0.5) * 0.5],
          yaw: row.yaw + (hash2(number, 6, 5) - 0.5) * 5
        })
      ]
    })
  )
}

function islands(): Thing[] {
  const curb = plain(0xa8a49a, 0.2)
  const mast = plain(0x7d8285, 0.1)
  const lamp = (x: number, z: number) =>
    createThing(
      [
        cylinder([0, 0, 0], 0.09, 7.5, 1, mast),
        box([0, 7.4, 0], [1.9, 0.1, 0.12], mast),
        box([0.8, 7.3, 0], [0.5, 0.1, 0.25], glowing(0xd8d8d0, 0.2)),
        box([-0.8, 7.3, 0], [0.5, 0.1, 0.25], glowing(0xd8d8d0, 0.2))
      ],
      { at: [x, z] }
    )
  return [
    createThing([box([0, 0, 0], [2.2, 0.16, 5.2], curb), box([0, 0.16, 0], [1.9, 0.06, 4.9], plain(0x64703c, 0.5))], {
      at: [22, 21.3]
    }),
    tree(22, 19.8, 4.6, 0x68823a, 3),
    tree(22, 23, 4.2, 0x74883f, 6),
    lamp(-18.6, 21.4),
    lamp(9, 21.4),
    hedge(0, 41.3, 46, 1.1, 0, 12)
  ]
}

function backdrop(): Thing[] {
  const windows = { every: 3.2, storey: 3.6, width: 2.2, height: 1.7, sill: 1.2, lit: 0.1 }
  return [
    createThing(
      [
        box([0, 0, 0], [34, 7.5, 12], withWindows(plaster(0xc9c2b2, 5), windows, 3)),
        box([0, 7.5, 0], [34.6, 0.4, 12.6], plain(0x6f6a64))
      ],
      { at: [-14, 56] }
    ),
    createThing(
      [
        box([0, 0, 0], [30, 5.5, 14], corrugated(0x8fa0a8, 0.5, 5)),
        box([0, 4, -7.1], [9, 1.2, 0.2], plain(0xa8322d, 0.2)),
        box([0, 0, -7.1], [7, 3, 0.1], plain(0x20262b, 0.1, 0.5))
      ],
      { at: [24, 58] }
    ),
    ...[-8, 3, 12, 36].map((x, i) => tree(x, 46 + i, 6.5 + i * 0.5, 0x5f7838, i + 20))
  ]
}

function createCast(): Stage['cast'] {
  const through = createWay('-30,12.6 27,12.6 27,30.2 -34,30.2', 5, 8)
  const parking = createWay('27,13 4,12.8 2.7,14.2 2.7,18.6', 3.2, 14)
  const leaving = createWay('-34,30.2 32,30.2', 6.5, 11)
  const shopper = createWay('-13,14.5 -7.5,13.8 4,11.8 24,11.2', 1.3, 5)
  const pair = createWay('16,44 9.5,33.5 4.2,25 3.8,15.5 -3,10.5 -9,1', 1.25, 7)
  const silver = carSolids({ colour: 0xb5b9bd, shape: 'saloon', lights: true })
  const green = carSolids({ colour: 0x2d5a45, shape: 'saloon', lights: false })
  const white = carSolids({ colour: 0xe2e2de, shape: 'van', lights: true })
  return seconds => [
    ...driver(silver, through, seconds + 6),
    ...driver(green, parking, seconds + 4),
    ...driver(white, leaving, seconds + 9),
    ...walker(somebody(41), shopper, seconds + 5),
    ...walker(somebody(42), pair, seconds + 14),
    ...walker(somebody(48), pair, seconds + 14.7),
    ...walker(somebody(44), shopper, seconds + 21)
  ]
}
