import { plain } from '../materials/wall.ts'
import { box, capsule, cylinder, ellipsoid, type Solid } from '../render/solid.ts'

/** A forklift truck with its driver and a loaded pallet; its forks look along its heading. */
export function forkliftSolids(): readonly Solid[] {
  const yellow = plain(0xd9a520, 0.15)
  const dark = plain(0x232527, 0.1)
  const steel = plain(0x7a7f83, 0.1)
  const carton = plain(0xb08a5c, 0.2)
  const vest = plain(0xd8d43a, 0.1)
  const wheel = (x: number, z: number, radius: number) => cylinder([x, radius, z], radius, 0.2, 0, dark)
  return [
    box([0, 0.3, -0.35], [1.05, 0.6, 1.7], yellow),
    box([0, 0.9, -1], [1, 0.35, 0.5], dark),
    ...[-0.48, 0.48].flatMap(x => [
      capsule([x, 0.9, 0.35], [x, 2.05, 0.1], 0.035, dark),
      capsule([x, 0.9, -1.1], [x, 2.05, -0.9], 0.035, dark)
    ]),
    box([0, 2.03, -0.4], [1.05, 0.06, 1.15], dark),
    ...[-0.35, 0.35].map(x => box([x, 0.1, 0.62], [0.1, 2.4, 0.12], steel)),
    box([0, 0.12, 1.25], [1.1, 0.12, 1.1], plain(0xa88a62, 0.3)),
    box([0, 0.24, 1.25], [1.05, 0.75, 1.05], carton),
    wheel(-0.62, 0.35, 0.3),
    wheel(0.42, 0.35, 0.3),
    wheel(-0.6, -0.95, 0.24),
    wheel(0.4, -0.95, 0.24),
    ellipsoid([0, 1.25, -0.5], [0.23, 0.32, 0.17], vest),
    ellipsoid([0, 1.7, -0.48], [0.1, 0.13, 0.12], plain(0xd8a888)),
    ellipsoid([0, 1.78, -0.5], [0.12, 0.09, 0.14], plain(0xe8e4da))
  ]
}
