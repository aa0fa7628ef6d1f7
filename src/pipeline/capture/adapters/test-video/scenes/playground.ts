import { hedge, tree } from '../actors/tree.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { grass, lineAt } from '../materials/ground.ts'
import { clouds } from '../materials/sky.ts'
import { brick, plain, plaster, withWindows } from '../materials/wall.ts'
import { box, capsule, cylinder, hull, type Solid } from '../render/solid.ts'
import { type Material, paint, srgb } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { fbm, smoothStep, valueNoise } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { PersonLook } from '../actors/person.ts'
import type { Scene, Stage } from './scene.ts'

/** A playground in a park: slide, swings, sand, benches under trees. */
export const playground: Scene = {
  stream: 'test-playground',
  label: 'CAM 10 PLAYGROUND',
  noiseLevels: 2.2,
  lightDrift: 0.07,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [-1, 4.4, -1.5], yaw: 6, pitch: 16, fieldOfView: 72 }),
  lighting: {
    sky: [0.33, 0.39, 0.5],
    bounce: [0.16, 0.18, 0.12],
    sun: { direction: [0.55, 0.66, -0.51], colour: [1.35, 1.2, 0.95] },
    lamps: [],
    exposure: 0.95,
    haze: { colour: [0.68, 0.74, 0.82], perMetre: 0.003 },
    vignette: 0.32,
    monochrome: false
  },
  sky: clouds([0.74, 0.82, 0.94], [0.22, 0.4, 0.76], 0.5, 41),
  ground: park(),
  things: [...play(), ...benches(), ...surroundings()]
})

function park(): Material {
  const lawn = grass(33)
  const sand = srgb(0xd2bd93)
  const gravel = srgb(0xa89c88)
  return surface => {
    const { x, z } = surface
    lawn(surface)
    const wobble = fbm(x * 0.8, z * 0.8, 3, 9) * 0.8
    const pit = 1 - smoothStep(5.1, 5.3, Math.hypot(x + 0.5, (z - 13.5) * 0.85) + wobble)
    const path = 1 - smoothStep(0.95, 1.1, Math.abs(z - 6.2 - Math.sin(x * 0.22) * 1.1) + wobble * 0.25)
    const far = 1 - smoothStep(0.95, 1.1, Math.abs(z - 25 + x * 0.12) + wobble * 0.3)
    const grain = 0.8 + 0.3 * valueNoise(x * 19, z * 19, 3) + 0.35 * (fbm(x * 0.9, z * 0.9, 3, 4) - 0.5)
    blend(surface, gravel, grain, Math.max(path, far))
    blend(surface, sand, grain, pit)
    const rim = lineAt(surface, Math.hypot(x + 0.5, (z - 13.5) * 0.85) + wobble, 5.25, 0.16)
    blend(surface, gravel, 0.55, rim)
  }
}

function blend(
  surface: { red: number; green: number; blue: number },
  colour: readonly [number, number, number],
  shade: number,
  share: number
): void {
  surface.red += (colour[0] * shade - surface.red) * share
  surface.green += (colour[1] * shade - surface.green) * share
  surface.blue += (colour[2] * shade - surface.blue) * share
}

function play(): Thing[] {
  const red = plain(0xb8352c, 0.1)
  const blue = plain(0x2a5fa8, 0.1)
  const yellow = plain(0xd8a92a, 0.1)
  const wood = plain(0x8d6b45, 0.3)
  const steel = plain(0xb6babc, 0.06, 0.2)
  const posts = [-0.7, 0.7].flatMap(x => [-0.7, 0.7].map(z => box([x, 0, z], [0.14, 2.7, 0.14], wood)))
  const roof = hull(
    Float64Array.of(-1, 2.6, -1, 1, 3.5, 1),
    [
      [0.64, 0.768, 0, 0.768 * 3.45],
      [-0.64, 0.768, 0, 0.768 * 3.45]
    ],
    red
  )
  const chute: Solid[] = [
    hull(
      Float64Array.of(-0.35, 0.1, 0.7, 0.35, 1.5, 3.6),
      [
        [0, 0.9, 0.436, 0.9 * 1.5 + 0.436 * 0.7],
        [0, -0.9, -0.436, -0.9 * 1.42 - 0.436 * 0.7]
      ],
      steel
    ),
    ...[-0.4, 0.4].map(x => capsule([x, 1.65, 0.7], [x, 0.3, 3.5], 0.05, yellow))
  ]
  const ladder = [0.3, 0.65, 1, 1.35].map(y =>
    capsule([-1.3 + y * 0.4, y, -0.45], [-1.3 + y * 0.4, y, 0.45], 0.035, blue)
  )
  return [
    createThing(
      [
        ...posts,
        box([0, 1.4, 0], [1.5, 0.12, 1.5], wood),
        box([0, 1.5, -0.7], [1.4, 0.6, 0.05], blue),
        roof,
        ...chute,
        ...ladder
      ],
      { at: [-2.4, 15.2], yaw: 118 }
    ),
    createThing(swings(), { at: [6.6, 14.5], yaw: 24 }),
    createThing(
      [
        box([0, 0.5, 0], [3, 0.09, 0.26], yellow),
        box([0, 0, 0], [0.2, 0.5, 0.3], blue),
        capsule([-1.3, 0.6, -0.12], [-1.3, 0.9, -0.12], 0.03, blue),
        capsule([1.3, 0.6, -0.12], [1.3, 0.9, -0.12], 0.03, blue)
      ],
      { at: [1.6, 10.6], yaw: -18 }
    ),
    createThing(
      [
        cylinder([0, 0.25, 0], 1, 0.08, 1, red),
        cylinder([0, 0.33, 0], 0.05, 0.7, 1, steel),
        ...[0, 1, 2].map(i =>
          capsule([Math.cos(i * 2.1) * 0.9, 0.35, Math.sin(i * 2.1) * 0.9], [0, 0.95, 0], 0.03, yellow)
        )
      ],
      { at: [-7.4, 11.8] }
    )
  ]
}

function swings(): Solid[] {
  const steel = plain(0x3a6a50, 0.1)
  const legs = [-2, 2].flatMap(x => [-1, 1].map(side => capsule([x, 0, side], [x, 2.6, 0], 0.055, steel)))
  const seats = [-0.9, 0.9].flatMap(x => [
    box([x, 0.5, 0], [0.5, 0.05, 0.2], plain(0x26282a)),
    ...[-0.22, 0.22].map(dx => capsule([x + dx, 0.55, 0], [x + dx, 2.6, 0], 0.018, plain(0x8a8d8f)))
  ])
  return [...legs, capsule([-2, 2.6, 0], [2, 2.6, 0], 0.06, steel), ...seats]
}

function benches(): Thing[] {
  const wood = plain(0x7d5a38, 0.3)
  const iron = plain(0x2c3032)
  const bench = [
    ...[0, 1, 2].map(i => box([0, 0.43, -0.16 + i * 0.16], [1.7, 0.04, 0.12], wood)),
    ...[0, 1].map(i => box([0, 0.62 + i * 0.2, 0.28], [1.7, 0.13, 0.04], wood)),
    ...[-0.7, 0.7].map(x => box([x, 0, 0.05], [0.07, 0.85, 0.45], iron))
  ]
  const bin = [cylinder([0, 0.15, 0], 0.24, 0.7, 1, plain(0x3f5a46, 0.2)), cylinder([0, 0, 0], 0.05, 0.2, 1, iron)]
  const rail = (length: number): Solid[] => [
    ...Array.from({ length: Math.floor(length / 0.32) }, (_, i) =>
      box([-length / 2 + i * 0.32, 0, 0], [0.09, 0.95, 0.03], wood)
    ),
    box([0, 0.3, 0.03], [length, 0.08, 0.04], wood),
    box([0, 0.75, 0.03], [length, 0.08, 0.04], wood)
  ]
  return [
    createThing(bench, { at: [4.4, 8.4], yaw: 30 }),
    createThing(bench, { at: [-6.4, 8], yaw: -28 }),
    createThing(bin, { at: [5.8, 7.9] }),
    createThing(rail(13), { at: [-7.5, 20.8], yaw: 4 }),
    createThing(rail(13), { at: [7.5, 20], yaw: 4 })
  ]
}

function surroundings(): Thing[] {
  const windows = { every: 2.4, storey: 2.9, width: 1.2, height: 1.5, sill: 1, lit: 0.06 }
  const houses = [
    [-30, 54, 24, 14, withWindows(brick(0x9c6650, 4), windows, 3)],
    [-4, 60, 22, 11, withWindows(plaster(0xd2c8b4, 5), windows, 4)],
    [22, 56, 24, 15, withWindows(brick(0xa88660, 6), { ...windows, every: 2.1 }, 5)]
  ] as const
  return [
    ...houses.map(([x, z, length, height, wall]) =>
      createThing(
        [box([0, 0, 0], [length, height, 10], wall), box([0, height, 0], [length + 0.6, 0.5, 10.6], roofTiles())],
        { at: [x, z] }
      )
    ),
    tree(-10.5, 17, 7.5, 0x5a7634, 3),
    tree(10.8, 19, 7, 0x68803a, 6),
    tree(-13, 29, 8, 0x56702f, 9),
    tree(3.5, 31, 7.5, 0x6d8440, 12),
    tree(14.5, 33, 8.5, 0x5d7836, 15),
    tree(-4.5, 35, 7, 0x648038, 18),
    hedge(0, 41, 60, 1.5, 0, 4)
  ]
}

function roofTiles(): Material {
  return surface => paint(surface, [0.16, 0.09, 0.07], 0.8 + 0.4 * valueNoise(surface.u * 3, surface.v * 3, 4))
}

function child(number: number): PersonLook {
  return { ...somebody(number), height: 1.15 + (number % 3) * 0.08 }
}

function createCast(): Stage['cast'] {
  const running = createWay('-5,9.8 0.4,9.2 4.5,12.2 2.6,16.8 -3.8,17.6,2 -5.8,13.6 -5,9.8', 2.1, 0)
  const digging = createWay('0.6,13.2,6 1.4,14.1,5 0.2,14.8,7 0.6,13.2', 0.6, 0)
  const strolling = createWay('-14,6.6 -3,5.4 7.4,7.2 16,4.2', 1.15, 7)
  const walking = createWay('18,22.6 2,24.8 -16,27', 1.3, 9)
  const parent = createWay('3.4,9.6,11 1.6,9.2,6 3.4,9.7', 0.7, 0)
  return seconds => [
    ...walker(child(91), running, seconds + 3),
    ...walker(child(92), running, seconds + 5.5),
    ...walker(child(93), digging, seconds),
    ...walker(somebody(94), strolling, seconds + 8),
    ...walker(somebody(95), strolling, seconds + 8.8),
    ...walker(somebody(96), walking, seconds + 6),
    ...walker(somebody(97), parent, seconds)
  ]
}
