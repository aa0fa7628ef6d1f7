import { drawText, fillRect, type Rgb, textHeightPx, textWidthPx } from '../../lib/pixel-font.ts'
import { drawClock } from '../pictures/draw-clock.ts'
import { bytesOf, createImage, type RgbImage } from '../pictures/rgb-image.ts'
import type { Random } from '../random.ts'
import type { EffectSetup, Variant } from './effect.ts'

const NOTICES = ['NO SIGNAL', 'VIDEO LOSS', 'No Video', 'Camera offline', 'CH 07  LOSS', 'Connecting...'] as const
/** Colours of a recorder's bars, from left to right. */
const BARS: readonly Rgb[] = [
  [235, 235, 235],
  [205, 205, 20],
  [20, 205, 205],
  [20, 205, 20],
  [205, 20, 205],
  [205, 20, 20],
  [20, 20, 205],
  [16, 16, 16]
]
/** Noon of a day, so that a slate's own clock has something to show. */
const SLATE_CLOCK_MS = Date.UTC(2026, 2, 1, 12)

const slate = (id: string, draw: (image: RgbImage, random: Random) => void, hasClock = false): Variant => ({
  id,
  create(setup: EffectSetup) {
    const picture = createImage(setup.width, setup.height)
    draw(picture, setup.random)
    return {
      signal(image, at) {
        image.data.set(picture.data)
        if (hasClock) drawClock(image, SLATE_CLOCK_MS + at.sinceMs)
      }
    }
  }
})

function fill(image: RgbImage, [red, green, blue]: Rgb): void {
  for (let i = 0; i < image.data.length; i += 3) image.data.set([red, green, blue], i)
}

function notice(image: RgbImage, random: Random, colour: Rgb, atShare = 0.5): void {
  const text = random.pick(NOTICES)
  const scale = Math.max(1, Math.round(image.width / 210))
  const x = (image.width - textWidthPx(text, scale)) / 2
  const y = image.height * atShare - textHeightPx(scale) / 2
  drawText({ data: bytesOf(image), width: image.width, height: image.height, channels: 3 }, x, y, text, {
    scale,
    colour
  })
}

function drawBars(image: RgbImage): void {
  const target = { data: bytesOf(image), width: image.width, height: image.height, channels: 3 } as const
  const step = image.width / BARS.length
  for (const [i, colour] of BARS.entries()) {
    fillRect(target, Math.round(i * step), 0, Math.ceil(step) + 1, image.height, colour)
  }
  const strip = Math.round(image.height * 0.2)
  for (let i = 0; i < 11; i++) {
    const level = Math.round((i * 255) / 10)
    const left = Math.round((i * image.width) / 11)
    fillRect(target, left, image.height - strip, Math.ceil(image.width / 11) + 1, strip, [level, level, level])
  }
}

/** A dark slate with a ring, as recorders show for a camera that is away. */
function drawLogo(image: RgbImage): void {
  const { width, height, data } = image
  const radius = height * 0.12
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const out = Math.abs(Math.hypot(x - width / 2, y - height * 0.38) - radius)
      const level = out < height * 0.012 ? 176 : 38
      data.set([level, level + 2, level + 6], (y * width + x) * 3)
    }
  }
}

export const noSignal: readonly Variant[] = [
  slate('blue', (image, random) => {
    fill(image, [12, 30, random.whole(150, 220)])
    notice(image, random, [236, 236, 236])
  }),
  slate('bars', drawBars),
  slate(
    'grey-with-clock',
    (image, random) => {
      const level = random.whole(90, 160)
      fill(image, [level, level, level])
      notice(image, random, [20, 20, 20], 0.3)
    },
    true
  ),
  slate('logo', (image, random) => {
    drawLogo(image)
    notice(image, random, [190, 192, 198], 0.66)
  }),
  slate('plain-grey', image => fill(image, [128, 128, 128])),
  slate('black-with-notice', (image, random) => {
    fill(image, [2, 2, 2])
    notice(image, random, [230, 230, 230])
  })
]
