import type { Thing } from '../render/thing.ts'
import type { World } from '../render/world.ts'

/** A built-in camera. Nothing is computed before `build` is called. */
export interface Scene {
  /** Name of the stream. */
  readonly stream: string
  /** Camera name burnt into the picture, printable ASCII. */
  readonly label: string
  /** Strength of the sensor noise, standard deviation in grey levels. */
  readonly noiseLevels: number
  /** How far the light drifts up and down within a few minutes, share of the brightness. */
  readonly lightDrift: number
  build(): Stage
}

/** What a camera looks at. */
export interface Stage {
  readonly world: World
  /** What moves, where it stands at a time in seconds; a pure function of the time. */
  cast(seconds: number): readonly Thing[]
}
