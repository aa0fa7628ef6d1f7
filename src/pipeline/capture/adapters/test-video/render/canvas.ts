import type { Still } from './still.ts'
import { BLACK_LEVEL, WHITE_LEVEL } from './tone.ts'
import { HEIGHT, WIDTH } from './view.ts'

/** The frame in the making. */
export interface Canvas {
  /** RGB, `WIDTH * HEIGHT * 3` bytes. */
  readonly rgb: Uint8Array
  readonly depth: Float32Array
  /** Number of the moving thing that a pixel shows, 0 for what stands still. */
  readonly owner: Uint8Array
  /** What stands still, at the brightness `gain`: computed anew only when the gain changes. */
  readonly lit: Uint8Array
  gain: number
}

export function createCanvas(): Canvas {
  const pixels = WIDTH * HEIGHT
  return {
    rgb: new Uint8Array(pixels * 3),
    depth: new Float32Array(pixels),
    owner: new Uint8Array(pixels),
    lit: new Uint8Array(pixels * 3),
    gain: 0
  }
}

/** Begins a frame with what stands still, at a brightness of `gain`, about 1. */
export function resetCanvas(canvas: Canvas, still: Still, gain: number): void {
  if (canvas.gain !== gain) {
    applyGain(still.rgb, gain, canvas.lit)
    canvas.gain = gain
  }
  canvas.rgb.set(canvas.lit)
  canvas.depth.set(still.depth)
  canvas.owner.fill(0)
}

function applyGain(rgb: Uint8Array, gain: number, into: Uint8Array): void {
  const levels = new Uint8Array(256)
  for (let i = 0; i < 256; i++) levels[i] = Math.max(BLACK_LEVEL, Math.min(WHITE_LEVEL, Math.round(i * gain)))
  for (let i = 0; i < rgb.length; i++) into[i] = levels[rgb[i]!]!
}
