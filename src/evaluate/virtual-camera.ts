import type { Effect, EffectSetup, Moment, Variant } from './effects/effect.ts'
import { FAULT_VARIANTS } from './effects/fault-variants.ts'
import type { Reel } from './footage/footage.ts'
import { NEGATIVES } from './negatives/negatives.ts'
import { drawClock } from './pictures/draw-clock.ts'
import { encodeJpeg } from './pictures/jpeg.ts'
import { removeColour, scaleLevels } from './pictures/levels.ts'
import { resample } from './pictures/resample.ts'
import { copyImage, createImage, type RgbImage } from './pictures/rgb-image.ts'
import { addSensorNoise } from './pictures/sensor-noise.ts'
import { HOME, lookInto, type Pose } from './pictures/turned-view.ts'
import { Random } from './random.ts'
import type { Scenario, Staged, StagedFault } from './scenario.ts'

/** A frame on its way, times in ms since the scenario's beginning. */
export interface CameraFrame {
  readonly index: number
  readonly capturedMs: number
  readonly arrivesMs: number
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

/** Opens what a camera looks at. */
export type OpenReel = (scene: string, widthPx: number, fps: number) => Promise<Reel>

interface ActiveEffect {
  readonly effect: Effect
  readonly fromMs: number
  readonly untilMs: number
  readonly random: Random
}

/** The variant of a scenario, or of the fault it begins with. @throws {RangeError} for a name that is not there. */
export function variantOf(staged: Staged | StagedFault): Variant {
  const variants =
    'type' in staged && staged.type === 'negative'
      ? (NEGATIVES.find(negative => negative.id === staged.name)?.variants ?? [])
      : FAULT_VARIANTS[staged.kind]
  const variant = variants.find(known => known.id === staged.variant)
  if (variant === undefined) throw new RangeError(`Cannot stage ${staged.variant}: expected one of its kind's variants`)
  return variant
}

/** Films a scenario: footage in, the frames that the camera would send out. */
export class VirtualCamera {
  readonly #scenario: Scenario
  readonly #reel: Reel
  readonly #otherReel: Reel | null
  readonly #effects: readonly ActiveEffect[]
  readonly #monochrome: boolean
  readonly #turns: boolean
  readonly #wide: RgbImage
  readonly #image: RgbImage
  #held: RgbImage | null = null
  #heldJpeg: Uint8Array | null = null

  static async open(scenario: Scenario, monochrome: boolean, openReel: OpenReel): Promise<VirtualCamera> {
    const variants = stagedFaults(scenario).map(variantOf)
    const share = Math.min(...variants.map(variant => variant.windowShare ?? 1))
    const reel = await openReel(scenario.scene, Math.ceil(scenario.widthPx / share), scenario.fps)
    const away = variants.some(variant => variant.id === 'elsewhere')
    const otherReel = away ? await openReel(scenario.otherScene, scenario.widthPx, scenario.fps) : null
    return new VirtualCamera(scenario, monochrome, reel, otherReel, share)
  }

  private constructor(scenario: Scenario, monochrome: boolean, reel: Reel, otherReel: Reel | null, share: number) {
    this.#scenario = scenario
    this.#monochrome = monochrome
    this.#reel = reel
    this.#otherReel = otherReel
    this.#turns = share < 1
    const even = (side: number) => Math.max(2, Math.floor((side * share) / 2) * 2)
    this.#wide = createImage(reel.width, reel.height)
    this.#image = this.#turns ? createImage(even(reel.width), even(reel.height)) : this.#wide
    this.#effects = stagedFaults(scenario).map((staged, i) => this.#create(staged, i))
  }

  get width(): number {
    return this.#image.width
  }

  get height(): number {
    return this.#image.height
  }

  /** Every frame that is sent, in the order of arrival. */
  async *frames(): AsyncGenerator<CameraFrame> {
    const { totalMs, fps } = this.#scenario
    const count = Math.floor((totalMs * fps) / 1000)
    let arrivedMs = 0
    for (let index = 0; index < count; index++) {
      const capturedMs = Math.round((index * 1000) / fps)
      const jpeg = await this.#film(index, capturedMs)
      const delivery = this.#delivery(index, capturedMs)
      if (delivery.lost) continue
      // One connection: nothing overtakes what was sent before.
      arrivedMs = Math.max(arrivedMs, Math.round(capturedMs + delivery.lateMs))
      yield { index, capturedMs, arrivesMs: arrivedMs, jpeg, width: this.width, height: this.height }
    }
  }

  #create(staged: Staged | StagedFault, i: number): ActiveEffect {
    const { seed } = this.#scenario
    const random = new Random(`${seed} effect ${i}`)
    const setup: EffectSetup = {
      width: this.width,
      height: this.height,
      wideWidth: this.#wide.width,
      wideHeight: this.#wide.height,
      durationMs: staged.untilMs - staged.fromMs,
      strength: staged.strength,
      monochrome: this.#monochrome,
      random
    }
    return { effect: variantOf(staged).create(setup), fromMs: staged.fromMs, untilMs: staged.untilMs, random }
  }

  /** The effects that are asked for a frame, each with its moment. */
  #asked(index: number, ms: number): { effect: Effect; at: Moment }[] {
    return this.#effects
      .filter(({ effect, fromMs, untilMs }) => {
        if (effect.always === true) return true
        return ms >= fromMs && (ms < untilMs || effect.stays === true)
      })
      .map(({ effect, fromMs, untilMs, random }) => ({
        effect,
        at: { sinceMs: ms - fromMs, durationMs: untilMs - fromMs, random: random.fork(index) }
      }))
  }

  async #film(index: number, ms: number): Promise<Uint8Array> {
    const asked = this.#asked(index, ms)
    const hold = asked.find(({ effect }) => effect.hold !== undefined)?.effect.hold ?? null
    if (hold === null) this.#held = null
    if (hold === 'bytes' && this.#heldJpeg !== null) return this.#heldJpeg
    const image = this.#image
    if (this.#held === null) await this.#expose(index, ms, asked)
    else image.data.set(this.#held.data)
    if (hold === 'scene' && this.#held === null) this.#held = copyImage(image)
    // A picture that is held carries the clock of its own moment.
    const clockStands = hold === 'picture' && this.#held !== null
    if (this.#scenario.clock && !clockStands) drawClock(image, this.#scenario.startMs + ms)
    if (hold === 'picture' && this.#held === null) this.#held = copyImage(image)
    for (const { effect, at } of asked) await effect.signal?.(image, at)
    return await this.#encode(asked)
  }

  /** From the scene to the sensor's picture. */
  async #expose(index: number, ms: number, asked: readonly { effect: Effect; at: Moment }[]): Promise<void> {
    const { seed, noiseLevels, lightDrift, lightPeriodMs, sceneOffsetMs } = this.#scenario
    const image = this.#image
    this.#look(ms + sceneOffsetMs, asked)
    for (const { effect, at } of asked) effect.lens?.(image, at)
    const light = 1 + lightDrift * Math.sin((2 * Math.PI * ms) / lightPeriodMs)
    scaleLevels(image, [light, light, 1 + (light - 1) * 0.8])
    addSensorNoise(image, noiseLevels, new Random(`${seed} noise ${index}`))
    for (const { effect, at } of asked) effect.sensor?.(image, at)
    if (this.#monochrome) removeColour(image)
  }

  #look(sceneMs: number, asked: readonly { effect: Effect; at: Moment }[]): void {
    const elsewhere = asked.some(({ effect, at }) => effect.elsewhere?.(at) === true)
    if (elsewhere && this.#otherReel !== null) {
      const other = createImage(this.#otherReel.width, this.#otherReel.height)
      this.#otherReel.read(sceneMs, other)
      resample(other, this.#image)
      return
    }
    this.#reel.read(sceneMs, this.#wide)
    if (!this.#turns) return
    const poses = asked.flatMap(({ effect, at }) => (effect.view === undefined ? [] : [effect.view(at)]))
    lookInto(this.#wide, poses.reduce(plus, HOME), this.#image)
  }

  async #encode(asked: readonly { effect: Effect; at: Moment }[]): Promise<Uint8Array> {
    const wishes = asked.map(({ effect, at }) => effect.encoding?.(at) ?? {})
    const quality = wishes.find(wish => wish.quality !== undefined)?.quality ?? this.#scenario.jpegQuality
    const share = wishes.find(wish => wish.widthShare !== undefined)?.widthShare ?? 1
    const jpeg = await encodeJpeg(share === 1 ? this.#image : shrunk(this.#image, share), { quality })
    this.#heldJpeg = jpeg
    return asked.reduce((bytes, { effect, at }) => effect.bytes?.(bytes, at) ?? bytes, jpeg)
  }

  #delivery(index: number, ms: number): { lost: boolean; lateMs: number } {
    const deliveries = this.#asked(index, ms).flatMap(({ effect, at }) => effect.delivery?.(at) ?? [])
    return {
      lost: deliveries.some(delivery => delivery.lost),
      lateMs: deliveries.reduce((sum, delivery) => sum + delivery.lateMs, 0)
    }
  }
}

function stagedFaults({ staged, firstFault }: Scenario): (Staged | StagedFault)[] {
  return firstFault === null ? [staged] : [firstFault, staged]
}

function plus(one: Pose, other: Pose): Pose {
  const { pan, tilt, roll, zoom } = one
  return { pan: pan + other.pan, tilt: tilt + other.tilt, roll: roll + other.roll, zoom: zoom * other.zoom }
}

function shrunk(image: RgbImage, share: number): RgbImage {
  const even = (side: number) => Math.max(2, Math.round((side * share) / 2) * 2)
  const small = createImage(even(image.width), even(image.height))
  resample(image, small)
  return small
}
