import { COACH_LENGTH_M, coachSolids } from '../actors/train.ts'
import { tree } from '../actors/tree.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { paving } from '../materials/ground.ts'
import { clouds } from '../materials/sky.ts'
import { brick, corrugated, glowing, plain, plaster, withWindows } from '../materials/wall.ts'
import { box, cylinder, type Solid } from '../render/solid.ts'
import { type Material, paint } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { fbm, hash2 } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

/** Height of the platform over the rails, metres. */
const PLATFORM_M = 0.95
const TRACK_X = -4.6
/** The train keeps to the far track, where it does not fill the picture. */
const TRAIN_X = TRACK_X - 4.2
const CARS = 3

/** A railway platform; a train comes in, stops and leaves. */
export const platform: Scene = {
  stream: 'test-platform',
  label: 'CAM 09 PLATFORM 2',
  noiseLevels: 2.3,
  lightDrift: 0.05,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [2.4, 4.6, -2], yaw: -13, pitch: 13, fieldOfView: 72 }),
  lighting: {
    sky: [0.48, 0.52, 0.58],
    bounce: [0.2, 0.2, 0.19],
    sun: { direction: [-0.66, 0.62, -0.42], colour: [0.85, 0.78, 0.62] },
    lamps: [{ at: [1.6, 4.4, 12], colour: [0.3, 0.3, 0.28], range: 5, aim: null, narrow: 1, casts: false }],
    exposure: 0.95,
    haze: { colour: [0.7, 0.74, 0.8], perMetre: 0.0035 },
    vignette: 0.32,
    monochrome: false
  },
  sky: clouds([0.78, 0.83, 0.9], [0.4, 0.52, 0.74], 0.75, 31),
  ground: ballast(),
  things: [...platforms(), ...tracks(), ...shelter(), ...surroundings(), ...town()]
})

function ballast(): Material {
  return surface => {
    const { x, z } = surface
    const stone = fbm(x * 9, z * 9, 3, 7)
    const oil = Math.abs(Math.abs(x - TRACK_X) - 0.1) < 0.6 ? 0.75 : 1
    const sleeper =
      Math.abs(((((x - TRACK_X + 20) % 4.2) + 4.2) % 4.2) - (20 % 4.2)) < 1.3 && ((z % 0.65) + 0.65) % 0.65 < 0.25
    const shade = sleeper ? 1.15 : 0.45 + 0.95 * stone
    paint(surface, sleeper ? [0.3, 0.29, 0.27] : [0.26, 0.23, 0.2], shade * oil)
  }
}

function platforms(): Thing[] {
  const slabs = paving(0.85, 0.9, 0.6, 8)
  const top: Material = surface => {
    slabs(surface)
    const toEdge = surface.localX + 2.9
    if (surface.normalY < 0.5) {
      paint(surface, [0.3, 0.27, 0.24], 0.6 + 0.5 * fbm(surface.u * 2, surface.v * 4, 3, 5))
      return
    }
    if (toEdge < 0.35) paint(surface, [0.6, 0.59, 0.55], 1)
    else if (toEdge > 0.72 && toEdge < 0.84) paint(surface, [0.78, 0.6, 0.05], 1)
    else if (toEdge > 0.95 && toEdge < 1.35)
      paint(
        surface,
        [0.5, 0.48, 0.43],
        Math.sin(surface.localX * 60) * Math.sin(surface.localZ * 60) > 0.2 ? 0.75 : 1.05
      )
  }
  return [
    createThing([box([0, 0, 0], [5.8, PLATFORM_M, 130], top)], { at: [0, 55] }),
    createThing([box([0, 0, 0], [5, PLATFORM_M, 130], top)], { at: [-13.6, 55] })
  ]
}

function tracks(): Thing[] {
  const steel = plain(0x8d8580, 0.2)
  return [TRACK_X, TRACK_X - 4.2].map(x =>
    createThing(
      [-0.72, 0.72].map(side => box([side, 0, 0], [0.09, 0.16, 150], steel)),
      { at: [x, 60], castsShadow: false }
    )
  )
}

function shelter(): Thing[] {
  const steel = plain(0x3c5a54, 0.12)
  const roof = corrugated(0x8f9a9a, 0.4, 3)
  const posts: Solid[] = [8, 14, 20, 26].flatMap(z => [
    cylinder([1.2, PLATFORM_M, z], 0.09, 3.1, 1, steel),
    box([1.2, PLATFORM_M + 2.95, z], [2.9, 0.14, 0.14], steel)
  ])
  const lights = [11, 17, 23].map(z => box([0.7, PLATFORM_M + 2.9, z], [0.18, 0.06, 1.5], glowing(0xfff8e8, 1.8)))
  const bench = [
    box([0, 0.42, 0], [0.5, 0.06, 1.8], plain(0x6a4a2e, 0.3)),
    box([0.22, 0.48, 0], [0.06, 0.45, 1.8], plain(0x6a4a2e, 0.3)),
    ...[-0.7, 0.7].map(z => box([0, 0, z], [0.4, 0.42, 0.08], steel))
  ]
  const board = [
    box([0, 2.5, 0], [1.7, 0.5, 0.14], plain(0x15181a)),
    box([-0.1, 2.62, -0.08], [1.3, 0.09, 0.02], glowing(0xe8a030, 1.2)),
    box([-0.3, 2.8, -0.08], [0.9, 0.09, 0.02], glowing(0xe8a030, 1.2))
  ]
  return [
    createThing([...posts, box([1.1, PLATFORM_M + 3.1, 17], [3.6, 0.12, 22], roof), ...lights], { at: [0, 0] }),
    createThing(bench, { at: [1.9, 12.4, PLATFORM_M] }),
    createThing(bench, { at: [1.9, 18.6, PLATFORM_M] }),
    createThing(board, { at: [0.3, 10.2, PLATFORM_M] }),
    createThing(
      [
        box([0, 0, 0], [0.8, 1.8, 0.9], plain(0x8a2a2a, 0.12)),
        box([-0.42, 0.5, 0], [0.03, 1, 0.7], glowing(0x9fc4d8, 0.4))
      ],
      { at: [2.2, 15.4, PLATFORM_M] }
    ),
    createThing([cylinder([0, 0, 0], 0.24, 0.85, 1, plain(0x50585a, 0.15))], { at: [1.6, 9.4, PLATFORM_M] })
  ]
}

function surroundings(): Thing[] {
  const mast = plain(0x6f7679, 0.1)
  const masts = [6, 30, 54, 78].map(z =>
    createThing(
      [
        box([0, 0, 0], [0.2, 7.5, 0.2], mast),
        box([2, 6.6, 0], [4.2, 0.09, 0.09], mast),
        box([3.2, 5.6, 0], [0.05, 1, 0.05], mast)
      ],
      { at: [-10.9, z] }
    )
  )
  const wires = [TRACK_X, TRACK_X - 4.2].map(x =>
    createThing([cylinder([0, 5.5, -10], 0.02, 130, 2, mast), cylinder([0, 6.4, -10], 0.02, 130, 2, mast)], {
      at: [x, 0],
      castsShadow: false
    })
  )
  const deck = plain(0x6d7478, 0.15)
  const pier = plain(0x8a8780, 0.15)
  const bridge = [
    box([0, 5.4, 0], [30, 1.2, 3], deck),
    box([3.6, 0, 0], [1, 5.4, 2], pier),
    box([-16, 0, 0], [1, 5.4, 2], pier)
  ]
  const wall = [
    box([0, 0, 0], [0.3, 2.9, 130], brick(0xa08468, 15)),
    box([0, 2.9, 0], [0.42, 0.1, 130], plain(0x8a857a, 0.2))
  ]
  return [
    ...masts,
    ...wires,
    createThing([box([0, 0, 0], [0.4, 4.4, 130], brick(0x9a6a52, 12))], { at: [-16.4, 55] }),
    createThing(wall, { at: [3.2, 62] }),
    createThing(bridge, { at: [0, 66] }),
    tree(6.4, 14, 6.8, 0x5f7b3a, 4),
    tree(6.8, 27, 6.2, 0x6b8340, 8),
    tree(7, 44, 7, 0x5a7636, 12)
  ]
}

/** Middle, depth, height and length of the houses behind the walls, metres. */
const HOUSES = [
  [-27, 38, 14, 22],
  [-29, 76, 10, 26],
  [15, 20, 9, 16],
  [16, 40, 12.5, 20],
  [15, 62, 9.5, 18],
  [16, 88, 13, 24]
] as const

function town(): Thing[] {
  const windows = { every: 2.6, storey: 3.1, width: 1.2, height: 1.6, sill: 1.2, lit: 0.08 }
  return HOUSES.map(([x, z, height, length], i) => {
    const wall = withWindows(i % 2 === 0 ? plaster(0xb9af9d, i) : brick(0x946a55, i), windows, i)
    const roof = plain(0x5d564f, 0.2)
    return createThing(
      [box([0, 0, 0], [12, height, length], wall), box([0, height, 0], [12.6, 0.4, length + 0.4], roof)],
      { at: [x, z] }
    )
  })
}

/** Seconds from one train to the next, and when it brakes, stands and leaves within them. */
const TRAIN_EVERY_S = 74
const ARRIVES_S = 9
const LEAVES_S = 24
const STOP_Z = 12

/** Depth of the front of the train, metres; null while there is none. */
function trainAt(seconds: number): number | null {
  const time = ((seconds % TRAIN_EVERY_S) + TRAIN_EVERY_S) % TRAIN_EVERY_S
  if (time < LEAVES_S) return STOP_Z + 1.9 * Math.max(0, ARRIVES_S - time) ** 1.9
  const gone = time - LEAVES_S
  const front = STOP_Z - 0.45 * gone * gone
  return front < -CARS * COACH_LENGTH_M - 20 ? null : front
}

function createCast(): Stage['cast'] {
  const coaches = Array.from({ length: CARS }, (_, i) => coachSolids(i === 0))
  const waiting = [
    [-1.2, 9, 80, 81],
    [-0.9, 13.5, 60, 82],
    [-1.3, 19, 100, 83],
    [-1, 27, 95, 86]
  ] as const
  const along = createWay('0.4,60 -0.4,24,6 0.2,9 0.9,2', 1.25, 6)
  const back = createWay('1,3 -0.2,16,8 0.3,33 -0.6,62', 1.15, 10)
  const ways = waiting.map(([x, z]) =>
    createWay(`${x},${z},9 ${x + 0.3},${z + 0.8 + hash2(z, 1, 1)},7 ${x},${z}`, 0.5, 0)
  )
  return seconds => {
    const front = trainAt(seconds + 2)
    const train =
      front === null
        ? []
        : coaches.map((solids, i) => createThing(solids, { at: [TRAIN_X, front + (i + 0.5) * COACH_LENGTH_M] }))
    return [
      ...train,
      ...waiting.flatMap(([, , , number], i) => walker(somebody(number), ways[i]!, seconds + i * 5, PLATFORM_M)),
      ...walker(somebody(84), along, seconds + 14, PLATFORM_M),
      ...walker(somebody(85), back, seconds + 6, PLATFORM_M)
    ]
  }
}
