import { createWay, somebody, walker } from '../actors/walk.ts'
import { gaps, leaves } from '../materials/foliage.ts'
import { tiles } from '../materials/ground.ts'
import { evenSky } from '../materials/sky.ts'
import { glowing, plain, plaster } from '../materials/wall.ts'
import { box, cylinder, ellipsoid, type Solid } from '../render/solid.ts'
import { type Material, paint } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { fbm } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

const CEILING_M = 3.6

/** The entrance hall of an office: polished floor, lifts, a desk, daylight through the glass front. */
export const lobby: Scene = {
  stream: 'test-lobby',
  label: 'CAM 07 LOBBY',
  noiseLevels: 1.9,
  lightDrift: 0.03,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [-4.6, 3.3, 0], yaw: 24, pitch: 19, fieldOfView: 80 }),
  lighting: {
    sky: [0.3, 0.3, 0.31],
    bounce: [0.22, 0.2, 0.18],
    sun: null,
    lamps: [
      { at: [-2, CEILING_M - 0.2, 4], colour: [0.8, 0.7, 0.55], range: 3, aim: null, narrow: 1, casts: true },
      { at: [2.5, CEILING_M - 0.2, 9], colour: [0.8, 0.7, 0.55], range: 3, aim: null, narrow: 1, casts: true },
      { at: [9, 2.4, 6.5], colour: [1.1, 1.25, 1.45], range: 4.5, aim: null, narrow: 1, casts: false }
    ],
    exposure: 1.05,
    haze: { colour: [0.5, 0.5, 0.5], perMetre: 0 },
    vignette: 0.4,
    monochrome: false
  },
  sky: evenSky([0.5, 0.5, 0.5]),
  ground: tiles(0xb8b0a4, 0xb0a89c, 1.1, 0.55, 14),
  things: [...room(), glassFront(), ...furniture()]
})

function room(): Thing[] {
  const wall = plaster(0xd2cbbd, 6)
  const spots: Solid[] = [2, 5, 8, 11].flatMap(z =>
    [-3, 0, 3, 6].map(x => cylinder([x, CEILING_M - 0.03, z], 0.13, 0.04, 1, glowing(0xfff2d8, 3)))
  )
  return [
    createThing([box([1, CEILING_M, 7], [18, 0.2, 18], plain(0xb9b6b0, 0.05)), ...spots], {
      at: [0, 0],
      castsShadow: false
    }),
    createThing([box([0, 0, 0], [17, CEILING_M, 0.3], panelled()), ...lifts()], { at: [1, 13.4] }),
    createThing(
      [
        box([0, 0, 0], [0.3, CEILING_M, 18], wall),
        box([0.2, 1.1, 2], [0.05, 1.2, 1.9], picture()),
        box([0.2, 1.1, 5.5], [0.05, 1.2, 1.9], picture())
      ],
      { at: [-6.4, 6] }
    ),
    ...[3.6, 9.4].map(z =>
      createThing([cylinder([0, 0, 0], 0.32, CEILING_M, 1, plain(0xc9c4ba, 0.08))], { at: [4.6, z] })
    )
  ]
}

/** Wood in upright boards. */
function panelled(): Material {
  return surface => {
    const board = Math.floor(surface.u / 0.5)
    const seam = Math.abs(surface.u / 0.5 - board - 0.5) > 0.47
    const grain = fbm(surface.u * 9 + board * 5, surface.v * 0.9, 3, board)
    paint(surface, [0.3, 0.17, 0.085], seam ? 0.35 : 0.7 + 0.6 * grain)
    surface.mirror = 0.08
  }
}

function lifts(): Solid[] {
  const steel = plain(0xa7abad, 0.06, 0.35)
  const dark = plain(0x2b2c2e, 0.1)
  return [-3.4, -0.6].flatMap(x => [
    box([x, 0, -0.2], [1.7, 2.5, 0.08], dark),
    box([x - 0.37, 0, -0.25], [0.7, 2.35, 0.06], steel),
    box([x + 0.37, 0, -0.25], [0.7, 2.35, 0.06], steel),
    box([x, 2.6, -0.24], [0.5, 0.16, 0.06], glowing(0xd84a2a, 0.9)),
    box([x + 1.1, 1.1, -0.22], [0.14, 0.26, 0.05], steel)
  ])
}

function picture(): Material {
  return surface => {
    const rim =
      Math.abs(surface.localZ - (surface.localZ > 3.7 ? 5.5 : 2)) > 0.88 || surface.v > 2.23 || surface.v < 1.17
    const shade = fbm(surface.u * 2.1, surface.v * 2.4, 4, 33)
    if (rim) paint(surface, [0.05, 0.045, 0.04], 1)
    else paint(surface, shade > 0.5 ? [0.5, 0.22, 0.08] : [0.06, 0.16, 0.26], 0.5 + shade)
  }
}

/** Panes from floor to ceiling with a bright street behind them. */
function glassFront(): Thing {
  const front: Material = surface => {
    const { u, v } = surface
    const bay = ((u % 1.6) + 1.6) % 1.6
    if (bay < 0.09 || Math.abs(v - 2.5) < 0.045 || v < 0.1) {
      paint(surface, [0.06, 0.062, 0.065], 1)
      return
    }
    const treeline = 1.6 + 0.7 * fbm(u * 0.8, 3, 4, 8)
    const bright = v > treeline ? 1.5 : v > 0.9 ? 0.45 + 0.5 * fbm(u * 2.4, v * 2.4, 3, 4) : 0.75
    paint(surface, v > treeline ? [0.78, 0.86, 0.95] : v > 0.9 ? [0.42, 0.5, 0.36] : [0.6, 0.6, 0.58], 1)
    surface.glow = bright
  }
  return createThing([box([0, 0, 0], [0.15, CEILING_M, 18], front)], { at: [9.6, 6] })
}

function furniture(): Thing[] {
  const wood = plain(0x7a5436, 0.25)
  const stone = plain(0xdad6cc, 0.08, 0.15)
  const leather = plain(0x2e3a44, 0.12)
  const desk = [
    box([0, 0, 0], [3.4, 1.05, 0.35], wood),
    box([0, 1.05, 0], [3.6, 0.06, 0.5], stone),
    box([0, 0.7, 0.6], [3.2, 0.05, 0.8], wood),
    box([-0.6, 0.8, 0.55], [0.6, 0.42, 0.05], plain(0x16181a)),
    box([0.7, 0.8, 0.55], [0.6, 0.42, 0.05], plain(0x16181a)),
    box([0, 0.35, -0.19], [1.4, 0.3, 0.02], plain(0xc9a24a, 0.1))
  ]
  const sofa = [
    box([0, 0.12, 0], [2, 0.32, 0.85], leather),
    box([0, 0.42, 0.33], [2, 0.42, 0.2], leather),
    box([-0.95, 0.42, 0], [0.14, 0.2, 0.85], leather),
    box([0.95, 0.42, 0], [0.14, 0.2, 0.85], leather)
  ]
  const gates = [-1.1, 0, 1.1].map(x => box([x, 0, 0], [0.22, 0.98, 1.5], plain(0x8d9194, 0.06, 0.25)))
  const plant = (seed: number) => [
    cylinder([0, 0, 0], 0.26, 0.5, 1, plain(0xe2ded4, 0.1)),
    cylinder([0, 0.5, 0], 0.03, 0.6, 1, wood),
    ellipsoid([0, 1.35, 0], [0.5, 0.62, 0.5], leaves(0x4f7a3a, seed), gaps(0.6, seed))
  ]
  return [
    createThing(desk, { at: [-3.2, 9.2], yaw: 4 }),
    createThing(sofa, { at: [7.3, 4.4], yaw: 80 }),
    createThing(sofa, { at: [7.2, 7.6], yaw: 95 }),
    createThing(
      [box([0, 0.35, 0], [0.9, 0.05, 0.6], plain(0x2a2522, 0.1, 0.3)), box([0, 0, 0], [0.1, 0.35, 0.1], leather)],
      { at: [5.9, 6], yaw: 90 }
    ),
    createThing(gates, { at: [1, 10.4] }),
    createThing(plant(4), { at: [-5.6, 11.6] }),
    createThing(plant(7), { at: [8.3, 10.8] }),
    createThing(plant(9), { at: [8.4, 2] })
  ]
}

function createCast(): Stage['cast'] {
  const arriving = createWay('9,8.6 5.6,7.8 0.6,7.6 0.55,11.4 -2.2,12.4,7 -2.4,13.1', 1.2, 6)
  const leaving = createWay('0.4,13 0.5,11.6 0.55,9 3,6.3 9,3', 1.3, 5)
  const visitor = createWay('9,3 3.4,5.6 -1.6,7.7,9 1.8,6.3 5.4,2.5,3 9,1', 1, 8)
  const clerk = createWay('-3.4,10.3,9 -2.5,10.35,6 -4.2,10.2,7', 0.4, 0)
  return seconds => [
    ...walker(somebody(61), arriving, seconds + 5),
    ...walker(somebody(67), leaving, seconds + 10),
    ...walker(somebody(63), visitor, seconds + 2),
    ...walker(somebody(64), clerk, seconds),
    ...walker(somebody(65), arriving, seconds + 19)
  ]
}
