import { shelf } from '../actors/shelf.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { goods, SHOP_COLOURS } from '../materials/goods.ts'
import { tiles } from '../materials/ground.ts'
import { evenSky } from '../materials/sky.ts'
import { glowing, plain, plaster } from '../materials/wall.ts'
import { box, type Solid } from '../render/solid.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

const CEILING_M = 3.3
const DEPTH_M = 17

/** Aisles of a grocer's, seen from under the ceiling. */
export const shop: Scene = {
  stream: 'test-shop',
  label: 'CAM 02 GROCERY',
  noiseLevels: 2,
  lightDrift: 0.015,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [-3.4, 2.95, 0.3], yaw: 19, pitch: 21, fieldOfView: 82 }),
  lighting: {
    sky: [0.36, 0.36, 0.35],
    bounce: [0.2, 0.19, 0.18],
    sun: null,
    lamps: [2.5, 7, 12].flatMap(z =>
      [-2.6, 2.6].map(x => ({
        at: [x, CEILING_M - 0.15, z] as const,
        colour: [0.86, 0.88, 0.84] as const,
        range: 2.7,
        aim: null,
        narrow: 1,
        casts: z === 7
      }))
    ),
    exposure: 0.95,
    haze: { colour: [0.5, 0.5, 0.5], perMetre: 0 },
    vignette: 0.4,
    monochrome: false
  },
  sky: evenSky([0.4, 0.4, 0.4]),
  ground: tiles(0xcfcabd, 0xc2bcae, 0.6, 0.28, 4),
  things: [...room(), ...aisles(), counter(), ...signs()]
})

function room(): Thing[] {
  const wall = plaster(0xd8d4c6, 3)
  const cooler = goods({
    shelf: 0.44,
    board: 0.05,
    article: 0.55,
    colours: [0xe8e6df, 0x9ec3d8, 0xd8d36a, 0xc8543c, 0x6fa86b],
    boardColour: 0xd9dde0,
    seed: 40
  })
  const tube = glowing(0xffffff, 2.6)
  const lights: Solid[] = [2.5, 7, 12].flatMap(z =>
    [-2.6, 2.6].map(x => box([x, CEILING_M - 0.05, z], [0.3, 0.06, 2.6], tube))
  )
  return [
    createThing([box([0, CEILING_M, 8], [16, 0.2, 20], plain(0xbfc0bb, 0.05))], { at: [0, 0], castsShadow: false }),
    createThing(lights, { at: [0, 0], castsShadow: false }),
    createThing([box([0, 0, DEPTH_M], [16, CEILING_M, 0.3], wall)], { at: [0, 0] }),
    createThing(
      [
        box([0, 0, DEPTH_M - 0.5], [11, 2.2, 0.7], cooler),
        box([0, 2.2, DEPTH_M - 0.5], [11, 0.35, 0.8], plain(0x2f6d8a))
      ],
      { at: [0, 0] }
    ),
    createThing([box([-6.4, 0, 8], [0.3, CEILING_M, 20], wall)], { at: [0, 0] }),
    createThing([box([6.9, 0, 8], [0.3, CEILING_M, 20], wall)], { at: [0, 0] })
  ]
}

function aisles(): Thing[] {
  const base = {
    shelf: 0.37,
    board: 0.045,
    article: 0.5,
    colours: SHOP_COLOURS,
    boardColour: 0xb9b9b4,
    depth: 0.9,
    height: 1.9
  }
  const rows = [-5.8, -2.9, 0.3, 3.5, 6.3]
  return rows.map((x, i) =>
    shelf({ ...base, length: i === 1 ? 8 : 9.5, seed: 11 * i + 2 }, { at: [x, i === 1 ? 10.2 : 9.6], yaw: 90 })
  )
}

function counter(): Thing {
  const wood = plain(0x8a6a48, 0.3)
  const solids = [
    box([0, 0, 0], [2.6, 0.95, 0.8], wood),
    box([0, 0.95, 0], [2.7, 0.05, 0.9], plain(0x3a3a3c, 0.1)),
    box([-0.6, 1, 0.05], [0.4, 0.32, 0.3], plain(0x22252a)),
    box([-0.6, 1.06, -0.12], [0.34, 0.22, 0.02], glowing(0x6f9fd0, 0.9)),
    box([0.5, 1, 0], [0.5, 0.22, 0.4], plain(0xc8a03a, 0.4))
  ]
  return createThing(solids, { at: [2.6, 3.2], yaw: 8 })
}

function signs(): Thing[] {
  return [-1.3, 1.9, 4.9].map((x, i) =>
    createThing(
      [
        box([0, 2.42, 0], [1.5, 0.42, 0.06], plain([0x2f7a4a, 0xb8442f, 0x2f5f9a][i]!, 0.25)),
        box([0, 2.84, 0], [0.03, 0.5, 0.03], plain(0x555555))
      ],
      {
        at: [x, 5.2],
        castsShadow: false
      }
    )
  )
}

function createCast(): Stage['cast'] {
  const left = createWay('-4.6,16 -4.4,8,5 -4.3,3.6,1 -1.2,3.2 -1.3,9,6 -1.3,15.5', 0.85, 2)
  const right = createWay('1.9,15.5 1.9,10,7 2.1,5.6,3 0.6,3.9,4 -1.2,4 -1.3,15.5', 0.8, 3)
  const far = createWay('4.9,15 4.9,7,5 4.7,4.4 1.9,4.6 1.9,15', 0.95, 4)
  const clerk = createWay('2.6,2.1,6 3.3,2.2,8 2.3,2.1,5', 0.5, 0)
  return seconds => [
    ...walker(somebody(21), left, seconds + 12),
    ...walker(somebody(22), right, seconds + 9),
    ...walker(somebody(23), far, seconds + 3),
    ...walker(somebody(25), left, seconds + 33),
    ...walker(somebody(27), clerk, seconds)
  ]
}
