import type { EffectSetup, Variant } from '../effects/effect.ts'
import type { PerChannel } from '../pictures/levels.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { eased } from '../pictures/smooth-field.ts'
import { smoothField } from '../pictures/smooth-field.ts'
import { drawText, textWidthPx } from '../../lib/pixel-font.ts'
import { negative } from './negative.ts'

/** A lorry from the side: its body with panels, a cab with a window, wheels. Drawn once, at the size in which it passes. */
interface Lorry {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8ClampedArray
  readonly solid: Uint8Array
}

const LETTERING = ['NORTHWAY', 'HALVORSEN', 'FRESH MILK', 'REMOVALS'] as const

const COLOURS: readonly PerChannel[] = [
  [206, 206, 200],
  [168, 44, 36],
  [40, 78, 134],
  [214, 178, 52],
  [92, 96, 98]
]

function drawLorry({ width: frameWidth, height: frameHeight, random }: EffectSetup): Lorry {
  const width = Math.round(frameWidth * random.between(0.42, 0.56))
  const height = Math.round(frameHeight * random.between(0.52, 0.66))
  const colour = random.pick(COLOURS)
  const cab = random.pick(COLOURS)
  const dirt = smoothField(width, height, height * 0.25, 4, random)
  const panels = random.whole(3, 7)
  const lorry = { width, height, rgb: new Uint8ClampedArray(width * height * 3), solid: new Uint8Array(width * height) }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const part = partAt(x / width, y / height, width / height, panels)
      if (part === null) continue
      const i = y * width + x
      const base = part.cab ? cab : colour
      const level = part.light * (0.8 + 0.4 * dirt[i]!)
      lorry.solid[i] = 1
      for (let c = 0; c < 3; c++) lorry.rgb[i * 3 + c] = (part.dark ? 26 + 10 * dirt[i]! : base[c]!) * level
    }
  }
  paintLetters(lorry, random.pick(LETTERING))
  return lorry
}

/** A haulier's name across the body: what is near and in focus has fine detail. */
function paintLetters(lorry: Lorry, text: string): void {
  const scale = Math.max(1, Math.round((lorry.width * 0.5) / textWidthPx(text, 1)))
  const target = {
    data: new Uint8Array(lorry.rgb.buffer),
    width: lorry.width,
    height: lorry.height,
    channels: 3
  } as const
  const colour = [30, 34, 40] as const
  drawText(target, lorry.width * 0.1, lorry.height * 0.16, text, { scale, colour })
  drawText(target, lorry.width * 0.1, lorry.height * 0.6, '24 h  0800 555 0199', {
    scale: Math.max(1, scale >> 1),
    colour
  })
}

/** What is at a place of the lorry, shares of its width and height; null where one looks past it. */
function partAt(x: number, y: number, ratio: number, panels: number) {
  const wheel = [0.12, 0.24, 0.84].some(middle => Math.hypot((x - middle) * ratio, y - 0.9) < 0.1)
  if (wheel) return { cab: false, dark: true, light: 1 }
  if (y > 0.88) return null
  if (x > 0.76) {
    if (y < 0.22 + (x > 0.93 ? 0.2 : 0)) return null
    const window = y > 0.3 && y < 0.52 && x > 0.82 && x < 0.97
    return { cab: true, dark: window || y > 0.8, light: y > 0.6 ? 0.85 : 1 }
  }
  if (x > 0.735) return y > 0.7 ? { cab: false, dark: true, light: 1 } : null
  if (y > 0.78) return { cab: false, dark: true, light: 1.2 }
  const seam = Math.abs(((x * panels) / 0.735) % 1) < 0.03
  return { cab: false, dark: false, light: seam ? 0.6 : 1 - 0.25 * y }
}

function placeLorry({ data, width, height }: RgbImage, lorry: Lorry, leftPx: number, mirrored: boolean): void {
  const top = Math.round(height * 0.97) - lorry.height
  const left = Math.round(leftPx)
  for (let y = 0; y < lorry.height; y++) {
    for (let x = Math.max(0, -left); x < Math.min(lorry.width, width - left); x++) {
      const from = y * lorry.width + (mirrored ? lorry.width - 1 - x : x)
      if (lorry.solid[from] === 0) continue
      const to = ((top + y) * width + left + x) * 3
      data[to] = lorry.rgb[from * 3]!
      data[to + 1] = lorry.rgb[from * 3 + 1]!
      data[to + 2] = lorry.rgb[from * 3 + 2]!
    }
  }
}

/** A variant whose lorry drives through within `passMs`, standing still for `stopMs` in the middle of its way. */
const driving = (id: string, passMs: number, stopMs: number, pauseMs: number): Variant => ({
  id,
  create(setup) {
    const lorry = drawLorry(setup)
    const way = setup.random.pick([1, -1])
    const stopAt = setup.random.between(0.4, 0.6)
    const tripMs = passMs + stopMs
    return {
      lens(image, { sinceMs, durationMs }) {
        const ms = sinceMs % (tripMs + pauseMs)
        // It does not come once more when it could not leave in time.
        if (ms > tripMs || sinceMs - ms + tripMs > durationMs) return
        const share = stopMs === 0 ? ms / passMs : stopping(ms, passMs, stopMs, stopAt)
        const along = way > 0 ? share : 1 - share
        placeLorry(image, lorry, along * (image.width + lorry.width) - lorry.width, way < 0)
      }
    }
  }
})

/** Share of the way, 0..1: brakes to a halt at `stopAt`, stands, drives on. */
function stopping(ms: number, passMs: number, stopMs: number, stopAt: number): number {
  const halfMs = passMs / 2
  if (ms < halfMs) return stopAt * (1 - (1 - ms / halfMs) ** 2)
  if (ms < halfMs + stopMs) return stopAt
  return stopAt + (1 - stopAt) * eased((ms - halfMs - stopMs) / halfMs / 2) * 2
}

export const largeVehicle = negative(
  'large-vehicle',
  [driving('passing', 2600, 0, 3500), driving('stopping', 4000, 6000, 2000)],
  { lastsMs: [18_000, 24_000] }
)
