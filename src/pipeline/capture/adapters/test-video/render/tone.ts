import type { Lighting } from './lighting.ts'
import { HEIGHT, WIDTH } from './view.ts'

/** Steps of the tone curve for light 0..4; finer than a grey level even in the shadows. */
const STEPS_PER_UNIT = 16384
const MAX_LIGHT = 4

/** Levels of the darkest and the brightest pixel: as on video, with room for noise on both sides. */
export const BLACK_LEVEL = 16
export const WHITE_LEVEL = 238

const curve = new Uint8Array(STEPS_PER_UNIT * MAX_LIGHT + 1)
for (let i = 0; i < curve.length; i++) {
  // A shoulder like a sensor's, then gamma, then a little more contrast in the middle; black is lifted as on CCTV.
  const gamma = (1 - Math.exp((-1.5 * i) / STEPS_PER_UNIT)) ** (1 / 2.2)
  const contrast = gamma + 0.6 * gamma * (1 - gamma) * (2 * gamma - 1)
  curve[i] = Math.round(BLACK_LEVEL + (WHITE_LEVEL - BLACK_LEVEL) * contrast)
}

/** Grey level of a linear light, BLACK_LEVEL..WHITE_LEVEL. */
function toneLevel(light: number): number {
  const step = light * STEPS_PER_UNIT
  return step < 0 ? BLACK_LEVEL : step >= curve.length ? curve[curve.length - 1]! : curve[step | 0]!
}

/** Colours of a cheap sensor are paler than the world's. */
const SATURATION = 0.72

/**
 * Turns light into the grey levels of a pixel.
 *
 * @param share Of the light that reaches the sensor: exposure and lens.
 * @param rgb Written at `i`, `i + 1`, `i + 2`.
 */
export function writePixel(
  red: number,
  green: number,
  blue: number,
  share: number,
  monochrome: boolean,
  rgb: Uint8Array,
  i: number
): void {
  const grey = 0.3 * red + 0.5 * green + 0.2 * blue
  const saturation = monochrome ? 0 : SATURATION
  rgb[i] = toneLevel((grey + (red - grey) * saturation) * share)
  rgb[i + 1] = toneLevel((grey + (green - grey) * saturation) * share)
  rgb[i + 2] = toneLevel((grey + (blue - grey) * saturation) * share)
}

/** Light that the lens lets through at a pixel, 0..1: less in the corners. */
export function lensShare(lighting: Lighting, column: number, row: number): number {
  const x = (column - WIDTH / 2) / (WIDTH / 2)
  const y = (row - HEIGHT / 2) / (HEIGHT / 2)
  const square = (x * x + y * y) / 2
  return 1 - lighting.vignette * square * (0.6 + 0.4 * square)
}
