import { carSolids } from '../actors/car.ts'
import { driver } from '../actors/drive.ts'
import { hedge, tree } from '../actors/tree.ts'
import { createWay, type Way } from '../actors/walk.ts'
import { asphalt, grass, lineAt } from '../materials/ground.ts'
import { clouds } from '../materials/sky.ts'
import { plain, plaster, withWindows } from '../materials/wall.ts'
import { box, cylinder, type Solid } from '../render/solid.ts'
import { type Material, paint } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { hash2 } from '../render/value-noise.ts'
import { createView } from '../render/view.ts'
import type { World } from '../render/world.ts'
import type { Scene, Stage } from './scene.ts'

/** Middles of the lanes, metres; on the left they lead towards the camera. */
const LANES = [-10.2, -6.5, -2.9, 2.9, 6.5, 10.2] as const
const FAR_M = 190

/** A motorway under clouds, from a bridge. */
export const motorway: Scene = {
  stream: 'test-motorway',
  label: 'CAM 06 MOTORWAY',
  noiseLevels: 2.3,
  lightDrift: 0.05,
  build: () => ({ world: createWorld(), cast: createCast() })
}

const createWorld = (): World => ({
  view: createView({ eye: [3.4, 10.5, -18], yaw: -4, pitch: 13, fieldOfView: 58 }),
  lighting: {
    sky: [0.62, 0.65, 0.7],
    bounce: [0.22, 0.22, 0.2],
    sun: { direction: [0.3, 0.85, -0.43], colour: [0.6, 0.57, 0.5] },
    lamps: [],
    exposure: 0.9,
    haze: { colour: [0.74, 0.78, 0.82], perMetre: 0.0026 },
    vignette: 0.3,
    monochrome: false
  },
  sky: clouds([0.82, 0.85, 0.9], [0.5, 0.58, 0.7], 0.95, 15),
  ground: carriageways(),
  things: [...barriers(), ...roadside(), ...signs()]
})

function carriageways(): Material {
  const road = asphalt(0.6, 19)
  const verge = grass(6)
  return surface => {
    const across = Math.abs(surface.x)
    if (across > 14.6 || across < 0.7) {
      verge(surface)
      return
    }
    road(surface)
    // Wheels polish their tracks.
    const lane = (((across - 0.9) % 3.65) + 3.65) % 3.65
    const track = 1 + 0.1 * Math.cos((lane / 3.65) * 4 * Math.PI)
    const dashed =
      (((surface.z % 12) + 12) % 12 < 4.5 ? 1 : 0) *
      Math.max(lineAt(surface, across, 4.7, 0.16), lineAt(surface, across, 8.35, 0.16))
    const white = Math.max(dashed, lineAt(surface, across, 1.15, 0.2), lineAt(surface, across, 12.1, 0.22)) * 0.9
    surface.red = surface.red * track + (0.75 - surface.red) * white
    surface.green = surface.green * track + (0.75 - surface.green) * white
    surface.blue = surface.blue * track + (0.73 - surface.blue) * white
  }
}

function barriers(): Thing[] {
  const rail = plain(0xa9adaf, 0.15)
  return [-15, -0.45, 0.45, 15].map(x => {
    const posts: Solid[] = Array.from({ length: 28 }, (_, i) => box([0, 0, i * 4 - 18], [0.09, 0.7, 0.12], rail))
    return createThing([box([0, 0.48, FAR_M / 2], [0.1, 0.32, FAR_M + 60], rail), ...posts], { at: [x, 4] })
  })
}

function roadside(): Thing[] {
  const windows = { every: 3, storey: 3, width: 1.6, height: 1.5, sill: 1, lit: 0.15 }
  const trees = Array.from({ length: 16 }, (_, i) => {
    const side = i % 2 === 0 ? -1 : 1
    return tree(
      side * (21 + 9 * hash2(i, 1, 3)),
      16 + i * 9.5,
      6 + 5 * hash2(i, 2, 3),
      [0x56703a, 0x647c3c, 0x6f7f45][i % 3]!,
      i + 2
    )
  })
  return [
    ...trees,
    hedge(-18, 34, 40, 1.6, 90, 8),
    hedge(18, 52, 46, 1.4, 90, 9),
    createThing([box([0, 0, 0], [24, 19, 12], withWindows(plaster(0xb9b6ae, 4), windows, 5))], { at: [-46, 150] }),
    createThing([box([0, 0, 0], [18, 26, 14], withWindows(plaster(0xa8adb2, 4), windows, 6))], { at: [52, 170] })
  ]
}

function signs(): Thing[] {
  const steel = plain(0x85898c, 0.1)
  const board: Material = surface => {
    const { u, v } = surface
    const edge = Math.abs(u) > 2.72 || v > 8.02 || v < 5.78
    const letters = (Math.abs(v - 7.3) < 0.2 && u > -2.2 && u < 1.4) || (Math.abs(v - 6.5) < 0.2 && u > -2.2 && u < 0.5)
    const gap = (((u * 4.1) % 1) + 1) % 1 < 0.3
    paint(surface, edge || (letters && !gap) ? [0.8, 0.8, 0.8] : [0.015, 0.09, 0.36], 1)
  }
  const lamps = [10, 46, 82].map(z =>
    createThing([cylinder([0, 0, 0], 0.12, 10, 1, steel), box([-1.2, 9.9, 0], [2.4, 0.12, 0.2], steel)], {
      at: [16.4, z]
    })
  )
  return [
    createThing(
      [
        cylinder([-15.6, 0, 0], 0.2, 8, 1, steel),
        cylinder([15.6, 0, 0], 0.2, 8, 1, steel),
        box([0, 7, 0], [31.6, 0.3, 0.3], steel)
      ],
      { at: [0, 62] }
    ),
    createThing([box([0, 5.7, 0], [5.6, 2.4, 0.12], board)], { at: [6.4, 61.6] }),
    createThing([box([0, 5.7, 0], [5.6, 2.4, 0.12], board)], { at: [-6.4, 61.6] }),
    ...lamps
  ]
}

const PAINTS = [0xaeb2b6, 0x23262a, 0x8a2226, 0xdcdcd8, 0x2a4d7c, 0x5a6168, 0xc9a33a]

function createCast(): Stage['cast'] {
  const vehicles = LANES.flatMap((x, lane) => {
    const slow = lane === 0 || lane === 5
    const speed = slow ? 21 : 25 + 4 * hash2(lane, 1, 5)
    const path = x < 0 ? `${x},${FAR_M} ${x},-30` : `${x},-30 ${x},${FAR_M}`
    const way = createWay(path, speed, 3 + lane)
    return [0, 1, 2].map(number => vehicle(way, lane * 7 + number, slow))
  })
  return seconds => vehicles.flatMap(({ solids, way, delay }) => driver(solids, way, seconds + delay))
}

function vehicle(way: Way, number: number, slow: boolean) {
  const chance = hash2(number, 3, 8)
  const shape = slow && chance > 0.45 ? 'truck' : chance > 0.82 ? 'van' : 'saloon'
  const colour = PAINTS[Math.floor(hash2(number, 4, 8) * PAINTS.length)]!
  const delay = (way.period / 3) * ((number % 7) + 0.6 * hash2(number, 5, 8))
  return { solids: carSolids({ colour, shape, lights: chance > 0.4 }), way, delay }
}
