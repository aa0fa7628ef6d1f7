import { driver } from '../actors/drive.ts'
import { forkliftSolids } from '../actors/forklift.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { CARTON_COLOURS, goods } from '../materials/goods.ts'
import { concrete, lineAt } from '../materials/ground.ts'
import { evenSky } from '../materials/sky.ts'
import { corrugated, glowing, plain } from '../materials/wall.ts'
import { box, type Solid } from '../render/solid.ts'
import type { Material } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { hash2 } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

/** A high-bay store with a forklift, seen along an aisle. */
export const warehouse: Scene = {
  stream: 'test-warehouse',
  label: 'CAM 05 WAREHOUSE',
  noiseLevels: 2.6,
  lightDrift: 0.015,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [0.8, 5, -1], yaw: -4, pitch: 16, fieldOfView: 74 }),
  lighting: {
    sky: [0.27, 0.28, 0.29],
    bounce: [0.15, 0.15, 0.14],
    sun: null,
    lamps: [4, 13, 22, 31].map(z => ({
      at: [-0.5, 7.6, z] as const,
      colour: [1.35, 1.3, 1.15] as const,
      range: 4.6,
      aim: null,
      narrow: 1,
      casts: z === 13
    })),
    exposure: 0.95,
    haze: { colour: [0.4, 0.41, 0.4], perMetre: 0.004 },
    vignette: 0.45,
    monochrome: false
  },
  sky: evenSky([0.2, 0.2, 0.2]),
  ground: floor(),
  things: [...hall(), ...racks(), ...clutter()]
})

function floor(): Material {
  const base = concrete(0.68, 5, 8)
  return surface => {
    base(surface)
    const { x, z } = surface
    const yellow = lineAt(surface, Math.abs(x + 0.6), 2.6, 0.11) * 0.85
    const hatched = z > 3 && z < 6 && x > 3 && x < 6.2 && (((x + z) % 0.8) + 0.8) % 0.8 < 0.25 ? 0.7 : 0
    const paint = Math.max(yellow, hatched)
    surface.red += (0.72 - surface.red) * paint
    surface.green += (0.52 - surface.green) * paint
    surface.blue += (0.08 - surface.blue) * paint
  }
}

function hall(): Thing[] {
  const tube = glowing(0xfff6e0, 2.8)
  const beam = plain(0x6a7074, 0.1)
  const roof: Solid[] = [4, 13, 22, 31].flatMap(z => [
    box([-0.5, 7.7, z], [1.5, 0.12, 0.5], tube),
    box([0, 8.1, z - 2.5], [30, 0.45, 0.25], beam)
  ])
  return [
    createThing([box([0, 8.6, 18], [32, 0.2, 46], plain(0x565c60, 0.1)), ...roof], { at: [0, 0], castsShadow: false }),
    createThing(
      [
        box([0, 0, 0], [32, 9, 0.3], corrugated(0xb2b5b3, 0.6, 4)),
        box([-1, 0, -0.2], [4.4, 4.4, 0.1], corrugated(0xd6d8d6, 0.9, 9)),
        box([-1, 4.4, -0.25], [4.8, 0.4, 0.2], plain(0xc8a01e, 0.2))
      ],
      { at: [0, 38] }
    )
  ]
}

const LEVELS_M = 1.75

const BAY_M = 2.6

/** Steel racks: uprights, beams, pallets with boxes; each bay is a thing of its own, which rays can pass by quickly. */
function rack(x: number, z: number, bays: number, seed: number): Thing[] {
  const upright = plain(0x24508c, 0.15)
  const beam = plain(0xd0661e, 0.15)
  const wood = plain(0x9c7c54, 0.3)
  return Array.from({ length: bays }, (_, bay) => {
    const solids: Solid[] = []
    for (const side of [-0.5, 0.5]) {
      solids.push(box([side, 0, 0], [0.1, 6.4, 0.1], upright))
      for (let level = 1; level < 4; level++) {
        solids.push(box([side, level * LEVELS_M - 0.12, BAY_M / 2], [0.06, 0.12, BAY_M], beam))
      }
    }
    for (let level = 0; level < 4; level++) solids.push(...load(level, bay, level * LEVELS_M, seed, wood))
    return createThing(solids, { at: [x, z + bay * BAY_M] })
  })
}

function load(level: number, bay: number, y: number, seed: number, wood: Material): Solid[] {
  return [0, 1].flatMap(half => {
    const number = level * 40 + bay * 2 + half
    if (hash2(number, 1, seed) < 0.16) return []
    const height = 0.6 + 0.85 * hash2(number, 2, seed)
    const z = (half + 0.5) * (BAY_M / 2)
    const cartons = goods({
      shelf: 0.34,
      board: 0.012,
      article: 0.44,
      colours: [CARTON_COLOURS[Math.floor(hash2(number, 3, seed) * 6)]!, 0xa97d50],
      boardColour: 0x6b5236,
      seed: number
    })
    return [box([0, y, z], [1, 0.12, 1.1], wood), box([0, y + 0.12, z], [0.95, height, 1.05], cartons)]
  })
}

function racks(): Thing[] {
  const places = [
    [-4.3, 4, 5],
    [-4.3, 17.6, 6],
    [3, 8.4, 5],
    [3, 22, 5],
    [7.6, 6, 6],
    [-8.8, 5, 8]
  ] as const
  return places.flatMap(([x, z, bays], i) => rack(x, z, bays, 2 * i + 3))
}

function clutter(): Thing[] {
  const carton = plain(0xb08a5c, 0.25)
  const steel = plain(0x9aa0a3, 0.1)
  const stack = [
    box([0, 0, 0], [1.2, 0.14, 1], plain(0x9c7c54, 0.3)),
    box([0, 0.14, 0], [1.1, 0.9, 0.95], carton),
    box([-0.2, 1.04, 0.1], [0.6, 0.5, 0.6], plain(0xa57a48, 0.2))
  ]
  const guard = [
    box([0, 0, 0], [0.16, 1, 0.16], plain(0xd8b11e)),
    box([0, 0.3, 0], [0.17, 0.2, 0.17], plain(0x202020)),
    box([0, 0.7, 0], [0.17, 0.2, 0.17], plain(0x202020))
  ]
  return [
    createThing(stack, { at: [4.9, 4.6], yaw: 12 }),
    createThing(
      [
        box([0, 0.9, 0], [1.4, 0.06, 0.7], steel),
        box([0, 0.96, -0.2], [0.5, 0.4, 0.06], plain(0x20242a)),
        ...[-0.65, 0.65].map(x => box([x, 0, 0], [0.05, 0.9, 0.6], steel))
      ],
      { at: [-3.1, 2.6], yaw: 35 }
    ),
    createThing(guard, { at: [-3.5, 3.6] }),
    createThing(guard, { at: [2.3, 7.9] })
  ]
}

function createCast(): Stage['cast'] {
  const truck = createWay('0.2,36,3 0.3,7.4,4 0.6,20 -0.4,36.5', 2.6, 5)
  const picker = createWay('-2.2,35 -2.3,14,7 -2.2,5,4 1,3.2,3 0.7,11,5 1.2,35', 1.15, 4)
  const inspector = createWay('1.6,34 1.5,16,6 -2.4,11.5,6 -2.4,4.2,2 3.5,1.5', 1.2, 9)
  const forklift = forkliftSolids()
  return seconds => [
    ...driver(forklift, truck, seconds + 4),
    ...walker(somebody(51, true), picker, seconds + 20),
    ...walker(somebody(53, true), inspector, seconds + 15)
  ]
}
