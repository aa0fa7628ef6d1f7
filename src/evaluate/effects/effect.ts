import type { FaultKind } from '../../model/fault.ts'
import type { Pose } from '../pictures/turned-view.ts'
import { eased } from '../pictures/smooth-field.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import type { Random } from '../random.ts'

/** One frame of an effect. */
export interface Moment {
  /** Since the effect began, ms. Negative before it, over `durationMs` after it: only effects that stay are asked then. */
  readonly sinceMs: number
  readonly durationMs: number
  /** Numbers of this frame alone. */
  readonly random: Random
}

/** What an effect knows when it is made. */
export interface EffectSetup {
  /** Size of the frames, pixels. */
  readonly width: number
  readonly height: number
  /** Size of the wider picture in which the view turns; that of the frames when the variant asks for none. */
  readonly wideWidth: number
  readonly wideHeight: number
  readonly durationMs: number
  /** 0 mild .. 1 strong; the mildest is what a guard would still call a fault. */
  readonly strength: number
  /** The footage has no colour. */
  readonly monochrome: boolean
  readonly random: Random
}

export interface Delivery {
  /** The frame never arrives. */
  readonly lost: boolean
  /** It arrives so much later than it was captured, ms. */
  readonly lateMs: number
}

/** What stands still while a freeze lasts: the bytes, the picture with its clock, or the picture under a running clock. */
export type Hold = 'bytes' | 'picture' | 'scene'

/**
 * One thing that happens to a camera, hooked in where it would happen. All hooks change their picture in place. The order
 * of a frame's way: view, other scene, lens, light drift and sensor noise, sensor, clock, signal, encoding, bytes, delivery.
 */
export interface Effect {
  /** Asked for every frame of the scenario, not only from its begin to its end. */
  readonly always?: boolean
  /** Goes on being asked after its end: light that was switched stays switched. */
  readonly stays?: boolean
  readonly hold?: Hold
  /** Where the camera looks; asked only of variants with a window. */
  view?(at: Moment): Pose
  /** True while the camera looks at a wholly different scene. */
  elsewhere?(at: Moment): boolean
  /** Before the sensor: light, covers, focus. */
  lens?(image: RgbImage, at: Moment): void
  /** After the sensor noise, before the clock. */
  sensor?(image: RgbImage, at: Moment): void
  /** After the clock: on the way to the recorder. */
  signal?(image: RgbImage, at: Moment): void | Promise<void>
  /** Quality 1..100 and size in shares of the usual width. */
  encoding?(at: Moment): { readonly quality?: number; readonly widthShare?: number }
  bytes?(jpeg: Uint8Array, at: Moment): Uint8Array
  delivery?(at: Moment): Delivery
}

/** One way in which a fault or a harmless event shows. */
export interface Variant {
  readonly id: string
  /** Other kinds that are as good a name for what this variant shows. */
  readonly alsoAccepts?: readonly FaultKind[]
  /** Share of the footage's width that the camera sees, 0..1, for variants that turn it; left out: all of it. */
  readonly windowShare?: number
  create(setup: EffectSetup): Effect
}

/** Attack and release of an effect: 0..1, eased. 0 ms means at once. */
export function ramp({ sinceMs, durationMs }: Moment, inMs: number, outMs: number): number {
  if (sinceMs < 0 || sinceMs > durationMs) return 0
  const attack = inMs <= 0 ? 1 : eased(sinceMs / inMs)
  const release = outMs <= 0 ? 1 : eased((durationMs - sinceMs) / outMs)
  return attack * release
}

/** A value between the mildest and the strongest. */
export function graded({ strength }: EffectSetup, mild: number, strong: number): number {
  return mild + (strong - mild) * strength
}
