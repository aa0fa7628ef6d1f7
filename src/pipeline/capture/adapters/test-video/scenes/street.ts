import { car, carSolids } from '../actors/car.ts'
import { driver } from '../actors/drive.ts'
import { tree } from '../actors/tree.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { asphalt, lineAt, paving } from '../materials/ground.ts'
import { clouds } from '../materials/sky.ts'
import { brick, glowing, plain, plaster, withWindows } from '../materials/wall.ts'
import { box, cylinder, type Solid } from '../render/solid.ts'
import { type Material, paint } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { fbm, valueNoise } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

/** A street of brick houses on a sunny day, seen from a first floor. */
export const street: Scene = {
  stream: 'test-street',
  label: 'CAM 01 HIGH STREET',
  noiseLevels: 2.2,
  lightDrift: 0.06,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [-2.2, 5.2, 0], yaw: 7, pitch: 15, fieldOfView: 72 }),
  lighting: {
    sky: [0.3, 0.38, 0.52],
    bounce: [0.16, 0.15, 0.13],
    sun: { direction: [0.431, 0.775, -0.462], colour: [1.5, 1.34, 1.08] },
    lamps: [],
    exposure: 0.95,
    haze: { colour: [0.62, 0.7, 0.8], perMetre: 0.0028 },
    vignette: 0.35,
    monochrome: false
  },
  sky: clouds([0.72, 0.82, 0.95], [0.2, 0.38, 0.75], 0.5, 4),
  ground: road(),
  things: [...houses(), ...pavements(), ...furniture(), ...parked()]
})

const PAVEMENT_M = 0.14

function createCast(): Stage['cast'] {
  const crossing = createWay('-5.4,34 -5.2,15.6,1.5 5,14.6 5.3,-1', 1.35, 6)
  const left = createWay('-4.9,-1 -5.3,24,4 -5.2,55', 1.25, 9)
  const right = createWay('5.2,50 4.9,23 5.4,21 5.1,1', 1.4, 5)
  const back = createWay('-5.6,48 -4.8,17 -5.5,-1', 1.2, 14)
  const away = createWay('1.75,-9 1.75,90', 8.5, 7)
  const towards = createWay('-1.75,95 -1.75,-9', 9.5, 5)
  const red = carSolids({ colour: 0xa3282b, shape: 'saloon', lights: false })
  const white = carSolids({ colour: 0xd9dad6, shape: 'van', lights: false })
  const blue = carSolids({ colour: 0x2c5c93, shape: 'saloon', lights: true })
  return seconds => [
    ...driver(red, towards, seconds + 9.5),
    ...driver(white, away, seconds + 4),
    ...driver(blue, away, seconds + 14),
    ...walker(somebody(1), crossing, seconds + 14),
    ...walker(somebody(2), left, seconds + 6, PAVEMENT_M),
    ...walker(somebody(3), right, seconds + 20, PAVEMENT_M),
    ...walker(somebody(4), right, seconds + 38, PAVEMENT_M),
    ...walker(somebody(5), back, seconds + 22, PAVEMENT_M),
    ...walker(somebody(6), left, seconds + 19, PAVEMENT_M)
  ]
}

function road(): Material {
  const base = asphalt(0.5, 3)
  return surface => {
    base(surface)
    const { x, z } = surface
    const dash = ((z % 6) + 6) % 6 < 3 ? lineAt(surface, x, 0, 0.14) : 0
    const zebra = z > 13 && z < 16.4 && Math.abs(x) < 3.3 ? lineAt(surface, ((x + 40) % 1.1) - 0.55, 0, 0.55) : 0
    const stop = lineAt(surface, z, 12, 0.3) * (x > -3.3 && x < -0.1 ? 1 : 0)
    const worn = 0.55 + 0.45 * fbm(x * 3, z * 3, 3, 77)
    const white = Math.max(z > 10 && z < 18 ? 0 : dash, zebra, stop) * worn
    surface.red += (0.72 - surface.red) * white
    surface.green += (0.72 - surface.green) * white
    surface.blue += (0.69 - surface.blue) * white
  }
}

function houses(): Thing[] {
  const tall = { every: 2.4, storey: 3.1, width: 1.15, height: 1.75, sill: 4.3, lit: 0.06 }
  const red = withWindows(brick(0x9a5a44, 5), tall, 8)
  const yellow = withWindows(brick(0xb79a6c, 6), { ...tall, every: 2.1, storey: 3.3 }, 9)
  const white = withWindows(plaster(0xd8d0bf, 7), { ...tall, every: 2.8, width: 1.4 }, 10)
  const grey = withWindows(plaster(0x9fa4a6, 8), { ...tall, every: 1.9, width: 0.95 }, 11)
  const rows: readonly (readonly [number, number, number, number, Material])[] = [
    [-11.5, 8, 13, 10.5, white],
    [-11.5, 21, 13, 12.5, red],
    [-11.5, 34.5, 14, 11, yellow],
    [-11.5, 50, 17, 13.5, grey],
    [-11.5, 69, 21, 12, red],
    [11.5, 5, 14, 11.5, grey],
    [11.5, 19, 14, 10, red],
    [11.5, 33, 14, 12, white],
    [11.5, 49, 18, 10.5, yellow],
    [11.5, 70, 24, 13, red],
    [0, 96, 30, 15, yellow]
  ]
  return rows.flatMap(([x, z, length, height, material], i) => {
    const wide = x === 0 ? 40 : 10
    const parts = [
      box([0, 0, 0], [wide, height, length], material),
      box([0, height, 0], [wide + 0.5, 0.35, length], plain(0x6b6259))
    ]
    return [createThing(parts, { at: [x, z] }), ...(x === 0 ? [] : [shopFront(x, z, length, i)])]
  })
}

const AWNINGS = [0x8f2f2b, 0x2f5a44, 0x2d4a78, 0xb8862f, 0x6a3a5a]

/** Ground floor: panes with light behind them, a sign, an awning. */
function shopFront(x: number, z: number, length: number, index: number): Thing {
  const hex = AWNINGS[index % AWNINGS.length]!
  const side = -Math.sign(x)
  const front: Material = surface => {
    const bay = ((surface.u % 2.2) + 2.2) % 2.2
    const frame = bay < 0.12 || surface.v < 0.45 || (surface.v > 2.35 && surface.v < 2.47)
    if (frame) paint(surface, [0.09, 0.085, 0.08], 1)
    else {
      const display = valueNoise(surface.u * 3.1, surface.v * 2.2, index) * (surface.v < 1.3 ? 1 : 0.35)
      paint(surface, [0.2, 0.16, 0.12], 0.25 + display)
      surface.glow = 0.3
      surface.mirror = 0.75
    }
  }
  const solids: Solid[] = [
    box([side * 5.1, 0, 0], [0.5, 2.9, length - 1], front),
    box([side * 5.15, 2.9, 0], [0.6, 0.62, length - 0.8], plain(hex, 0.2)),
    box([side * 5.7, 2.75, 0], [1.2, 0.09, length - 3], plain(hex, 0.2))
  ]
  return createThing(solids, { at: [x, z] })
}

function pavements(): Thing[] {
  const slabs = paving(0.8, 0.7, 0.5, 12)
  const curb = plain(0x9c978c, 0.2)
  return [-1, 1].map(side =>
    createThing([box([0, 0, 0], [2.8, 0.14, 120], slabs), box([-side * 1.45, 0, 0], [0.14, 0.145, 120], curb)], {
      at: [side * 5.1, 45],
      castsShadow: false
    })
  )
}

function furniture(): Thing[] {
  const iron = plain(0x2a2d2e, 0.1)
  const posts = [9.5, 27, 44, 61].map((z, i) => {
    const side = i % 2 === 0 ? -1 : 1
    const solids = [
      cylinder([0, 0, 0], 0.07, 6.2, 1, iron),
      box([-side * 0.7, 6.1, 0], [1.5, 0.09, 0.09], iron),
      box([-side * 1.3, 5.98, 0], [0.5, 0.12, 0.22], glowing(0xe8e4d8, 0.2))
    ]
    return createThing(solids, { at: [side * 4.1, z] })
  })
  const trees = [tree(4.4, 20, 6.5, 0x5f7d38, 2), tree(-4.4, 33, 6, 0x6d8440, 5), tree(4.4, 39, 6.8, 0x5a7636, 8)]
  const bins = [18.2, 30].map(z =>
    createThing([cylinder([0, 0, 0], 0.26, 0.95, 1, plain(0x35523f, 0.2))], { at: [-4.3, z] })
  )
  return [...posts, ...trees, ...bins]
}

function parked(): Thing[] {
  return [
    car({ colour: 0x7a1f22, shape: 'saloon', lights: false }, { at: [2.75, 22.5] }),
    car({ colour: 0xb9bcc0, shape: 'saloon', lights: false }, { at: [2.75, 28.4] }),
    car({ colour: 0x24415f, shape: 'van', lights: false }, { at: [2.7, 35] }),
    car({ colour: 0x2c2e30, shape: 'saloon', lights: false }, { at: [2.75, 44] })
  ]
}
