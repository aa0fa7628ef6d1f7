import type { Picture } from '../../../../src/model/picture.ts'
import { makePicture } from '../make-picture.ts'

export const WIDTH = 320
export const HEIGHT = 180

/** Repeatable random numbers, 0..1. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const random = seeded(7)
/** A street of boxes of different grey, each with some texture of its own. */
const BOXES = Array.from({ length: 46 }, () => ({
  x: random() * WIDTH,
  y: random() * HEIGHT,
  width: 14 + random() * 60,
  height: 12 + random() * 40,
  level: 40 + random() * 170,
  grain: random() * 24
}))

/** Level of the scene at a point of the world. */
export function sceneLevel(x: number, y: number): number {
  let level = 70 + y * 0.4
  for (const box of BOXES) {
    if (x < box.x || y < box.y || x >= box.x + box.width || y >= box.y + box.height) continue
    level = box.level + box.grain * (((x >> 2) + (y >> 2)) % 2)
  }
  return level
}

const SCENE = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => sceneLevel(i % WIDTH, Math.floor(i / WIDTH)))

/** The level of the still scene at a pixel, without looking for its boxes again. */
export function stillLevel(x: number, y: number): number {
  return SCENE[y * WIDTH + x] ?? 0
}

/** A frame of the scene with sensor noise. @param levelAt What a fault makes of it. */
export function drawFrame(
  noise: () => number,
  levelAt: (x: number, y: number) => number = stillLevel,
  sigmaLevels = 2
): Picture {
  const colour = { cb: new Uint8Array(40 * 23).fill(120), cr: new Uint8Array(40 * 23).fill(136), width: 40, height: 23 }
  const picture = makePicture(
    WIDTH,
    HEIGHT,
    (x, y) =>
      Math.max(0, Math.min(255, Math.round(levelAt(x, y) + (noise() + noise() + noise() - 1.5) * 2 * sigmaLevels))),
    2
  )
  return { ...picture, chroma: colour }
}
