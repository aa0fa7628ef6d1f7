import sharp from 'sharp'
import type { FootageScene } from '../../src/evaluate/footage/footage.ts'
import { createImage, lumaAt, type RgbImage } from '../../src/evaluate/pictures/rgb-image.ts'
import type { Scenario, Staged } from '../../src/evaluate/scenario.ts'
import { type CameraFrame, VirtualCamera } from '../../src/evaluate/virtual-camera.ts'
import { DrawnScene } from './drawn-scene.ts'

export const NOTHING: Staged = {
  type: 'negative',
  name: 'plain',
  variant: 'plain',
  strength: 0,
  fromMs: 2000,
  untilMs: 8000
}

/** A scenario on the drawn scene: 10 s, the staged part from 2 to 8 s. */
export function scenarioOf(staged: Staged, more: Partial<Scenario> = {}): Scenario {
  return {
    id: 'camera-1-001',
    seed: 'test',
    scene: 'drawn',
    otherScene: 'another',
    staged,
    firstFault: null,
    countsFromMs: 0,
    totalMs: 10_000,
    fps: 1,
    widthPx: 240,
    jpegQuality: 85,
    noiseLevels: 1,
    lightDrift: 0,
    lightPeriodMs: 60_000,
    clock: false,
    startMs: Date.UTC(2026, 0, 1),
    sceneOffsetMs: 0,
    ...more
  }
}

export async function film(scenario: Scenario, scene: FootageScene = new DrawnScene()): Promise<CameraFrame[]> {
  const other = new DrawnScene('another')
  const open = (id: string, widthPx: number) => (id === scenario.scene ? scene : other).open(widthPx, scenario.fps)
  const camera = await VirtualCamera.open(scenario, scene.monochrome, open)
  const frames: CameraFrame[] = []
  for await (const frame of camera.frames()) frames.push({ ...frame, jpeg: Uint8Array.from(frame.jpeg) })
  return frames
}

export async function pictureOf({ jpeg }: { readonly jpeg: Uint8Array }): Promise<RgbImage> {
  const { data, info } = await sharp(jpeg, { failOn: 'none' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const image = createImage(info.width, info.height)
  image.data.set(data)
  return image
}

/** Luma of every pixel. */
export function lumaOf(image: RgbImage): Float64Array {
  return Float64Array.from({ length: image.data.length / 3 }, (_, i) => lumaAt(image.data, i * 3))
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

export function deviationOf(values: ArrayLike<number>): number {
  const mean = meanOf(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2
  return Math.sqrt(sum / values.length)
}

/** Mean absolute difference of two pictures of one size, grey levels. */
export function differenceOf(one: RgbImage, other: RgbImage): number {
  const [left, right] = [lumaOf(one), lumaOf(other)]
  return meanOf(left.map((level, i) => Math.abs(level - right[i]!)))
}

/** Mean square of the step to the right neighbour: falls when a picture is blurred. */
export function sharpnessOf(image: RgbImage): number {
  const luma = lumaOf(image)
  return meanOf(luma.slice(1).map((level, i) => (level - luma[i]!) ** 2))
}

/** Pearson's correlation of two pictures of one size, -1..1. */
export function correlationOf(one: RgbImage, other: RgbImage): number {
  const [left, right] = [lumaOf(one), lumaOf(other)]
  const [leftMean, rightMean] = [meanOf(left), meanOf(right)]
  const products = left.map((level, i) => (level - leftMean) * (right[i]! - rightMean))
  return meanOf(products) / Math.max(1e-9, deviationOf(left) * deviationOf(right))
}
