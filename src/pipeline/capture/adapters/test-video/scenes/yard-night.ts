import { car } from '../actors/car.ts'
import { hedge, tree } from '../actors/tree.ts'
import { createWay, somebody, walker } from '../actors/walk.ts'
import { mesh } from '../materials/foliage.ts'
import { concrete, lineAt } from '../materials/ground.ts'
import { evenSky } from '../materials/sky.ts'
import { brick, corrugated, glowing, plain } from '../materials/wall.ts'
import { box, cylinder, type Solid } from '../render/solid.ts'
import type { Material } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { fbm } from '../render/value-noise.ts'
import { createView, type Vector } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

const EYE: Vector = [1.2, 4, 0]

/** A back yard in the light of the camera's own infrared lamp. */
export const yardNight: Scene = {
  stream: 'test-yard-night',
  label: 'CAM 03 YARD IR',
  noiseLevels: 3.9,
  lightDrift: 0.02,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => {
  const view = createView({ eye: EYE, yaw: -8, pitch: 19, fieldOfView: 78 })
  return {
    view,
    lighting: {
      sky: [0.035, 0.035, 0.035],
      bounce: [0.02, 0.02, 0.02],
      sun: null,
      lamps: [
        {
          at: [EYE[0], EYE[1] + 0.12, EYE[2]],
          colour: [3.3, 3.3, 3.3],
          range: 5.2,
          aim: view.forward,
          narrow: 7,
          casts: false
        },
        { at: [-6.5, 3.3, 12.4], colour: [0.9, 0.9, 0.9], range: 2, aim: null, narrow: 1, casts: true }
      ],
      exposure: 2.3,
      haze: { colour: [0.03, 0.03, 0.03], perMetre: 0.012 },
      vignette: 0.75,
      monochrome: true
    },
    sky: evenSky([0.02, 0.02, 0.02]),
    ground: slabs(),
    things: [...buildings(), ...fence(), ...clutter()]
  }
}

/** Concrete with a marked loading bay, a drain and a manhole. */
function slabs(): Material {
  const base = concrete(0.52, 2.4, 31)
  return surface => {
    base(surface)
    const { x, z } = surface
    const inBay = x > -3.6 && x < 1.6 && z > 13.2 && z < 17.4
    const stripe = inBay && (((x + z) % 1) + 1) % 1 < 0.32 ? 1 : 0
    const across = lineAt(surface, z, 13.2, 0.16) + lineAt(surface, z, 17.4, 0.16)
    const along = lineAt(surface, x, -3.6, 0.16) + lineAt(surface, x, 1.6, 0.16)
    const frame = (x > -3.7 && x < 1.7 ? across : 0) + (z > 13.1 && z < 17.5 ? along : 0)
    const white = Math.min(1, Math.max(stripe, frame)) * (0.55 + 0.45 * fbm(x * 3, z * 3, 3, 5))
    const drain = lineAt(surface, z, 8.7, 0.3) * ((((x * 9) % 1) + 1) % 1 > 0.5 ? 0.75 : 0)
    const manhole = Math.abs(Math.hypot(x - 2.6, z - 7.2) - 0.42) < 0.05 ? 0.7 : 0
    const dark = 1 - Math.max(drain, manhole)
    surface.red = surface.red * dark + (0.9 - surface.red) * white
    surface.green = surface.green * dark + (0.9 - surface.green) * white
    surface.blue = surface.blue * dark + (0.9 - surface.blue) * white
  }
}

function buildings(): Thing[] {
  const wall = brick(0xa88a78, 21)
  const door = corrugated(0x8a8f92, 0.16, 5)
  const frame = plain(0x4a4a4a)
  return [
    createThing(
      [
        box([0, 0, 0], [0.6, 5.2, 22], wall),
        box([0.36, 0, 2.2], [0.14, 2.7, 3], door),
        box([0.4, 2.7, 2.2], [0.2, 0.2, 3.3], frame),
        box([0.36, 0, -2.2], [0.12, 2.1, 1], plain(0x5c4a3c, 0.2)),
        box([0.36, 2.9, -2.2], [0.3, 0.18, 0.4], glowing(0xffffff, 2.2)),
        box([0.34, 1.5, 6.6], [0.1, 1.2, 1.3], plain(0x1d1f22, 0.1, 0.3)),
        box([0.5, 0, 8.6], [0.14, 5, 0.14], frame)
      ],
      { at: [-7.2, 12], yaw: 6 }
    ),
    createThing(
      [
        box([0, 0, 0], [16, 4.2, 5], corrugated(0x9aa0a0, 0.34, 8)),
        box([-3, 0, -2.55], [3.2, 3.1, 0.1], plain(0x777c80, 0.2))
      ],
      { at: [3, 27] }
    )
  ]
}

function fence(): Thing[] {
  const wire = plain(0xb5b9ba, 0.1)
  const panels = [box([0, 0.1, 0], [0.04, 2, 20], wire, mesh(0.26, 0.016))]
  const posts = Array.from({ length: 8 }, (_, i) => cylinder([0, 0, -9.8 + i * 2.8], 0.05, 2.25, 1, wire))
  return [createThing([...panels, ...posts, box([0, 2.1, 0], [0.06, 0.05, 20], wire)], { at: [7.4, 14] })]
}

function clutter(): Thing[] {
  const wood = plain(0xa88a62, 0.35)
  const slats = [0, 1, 2, 3, 4].map(i => box([-0.5 + i * 0.25, 0.1, 0], [0.14, 0.03, 1.2], wood))
  const pallet = [...slats, ...[-0.5, 0, 0.5].map(z => box([0, 0, z], [1.2, 0.1, 0.12], wood))]
  const bin = (hex: number) => [
    box([0, 0.08, 0], [1.2, 1.05, 0.9], plain(hex, 0.15)),
    box([0, 1.13, 0.02], [1.26, 0.1, 0.98], plain(0x44474a, 0.1))
  ]
  const boxes = [
    box([0, 0.13, 0], [0.7, 0.6, 0.6], wood),
    box([0.1, 0.73, 0.05], [0.5, 0.4, 0.5], plain(0xb89b70, 0.2))
  ]
  return [
    createThing(bin(0x5a6a5c), { at: [-4.9, 15.3], yaw: 96 }),
    createThing(bin(0x76706a), { at: [-4.7, 17.1], yaw: 88 }),
    createThing(pallet, { at: [4.4, 11], yaw: 20 }),
    createThing([...pallet, ...boxes], { at: [5.2, 13.6], yaw: -10 }),
    createThing([cylinder([0, 0, 0], 0.3, 0.9, 1, corrugated(0x8a8f92, 0.3, 3))], { at: [-4.9, 8.6] }),
    createThing(crate(wood), { at: [-1.6, 19.6], yaw: 14 }),
    createThing(crate(wood), { at: [-3.2, 20.4], yaw: -8 }),
    createThing(ladder(), { at: [-6.6, 6.6], yaw: 6 }),
    createThing(crate(wood), { at: [6.2, 9.4], yaw: 40 }),
    car({ colour: 0xd5d6d4, shape: 'van', lights: false }, { at: [3.2, 20], yaw: 205 }),
    tree(9.6, 16, 7, 0xa9b98a, 4),
    tree(10.5, 24, 8, 0x9fb07f, 9),
    hedge(9.2, 10, 9, 1.3, 90, 3)
  ]
}

/** A crate of slats with dark gaps between. */
function crate(wood: Material): Solid[] {
  const slats = [0, 1, 2, 3].map(i => box([0, 0.08 + i * 0.28, 0], [1.1, 0.2, 1.1], wood))
  return [box([0, 0, 0], [1, 1.15, 1], plain(0x15120f)), ...slats]
}

/** Rungs on the wall up to the roof. */
function ladder(): Solid[] {
  const steel = plain(0xd0d4d5, 0.1)
  const rails = [-0.22, 0.22].map(z => box([0, 0.6, z], [0.05, 4.6, 0.05], steel))
  return [...rails, ...Array.from({ length: 14 }, (_, i) => box([0, 0.8 + i * 0.32, 0], [0.04, 0.05, 0.44], steel))]
}

function createCast(): Stage['cast'] {
  const prowler = createWay('9,6 5.5,7.6 1.5,11,3 -3.8,14.6,6 -4.2,10.2,4 2,8 9,5.5', 1.05, 9)
  const guard = createWay('-5.6,9.8,2 -1,17 1,23,5 -2,16 -5.6,9.9', 1.2, 16)
  return seconds => [...walker(somebody(31), prowler, seconds + 8), ...walker(somebody(34), guard, seconds + 25)]
}
