import type { Lighting } from './lighting.ts'
import type { Material } from './surface.ts'
import type { Thing } from './thing.ts'
import type { Vector, View } from './view.ts'

/** All that stands still in front of a camera. */
export interface World {
  readonly view: View
  readonly lighting: Lighting
  readonly things: readonly Thing[]
  /** Look of the ground, y = 0. */
  readonly ground: Material
  /** Light from a direction that meets nothing, linear; the direction has unit length. */
  readonly sky: (dx: number, dy: number, dz: number) => Vector
}
