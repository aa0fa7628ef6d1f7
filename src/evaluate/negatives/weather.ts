import { ramp, type Variant } from '../effects/effect.ts'
import { shade } from '../pictures/blend.ts'
import { scaleLevels } from '../pictures/levels.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { smoothField } from '../pictures/smooth-field.ts'
import type { Random } from '../random.ts'
import { negative } from './negative.ts'

/** Shadows of clouds travel over the scene. */
const cloudShadows: Variant = {
  id: 'cloud-shadows',
  create({ width, height, random }) {
    const span = width * 3
    const sky = smoothField(span, height, height * 1.2, 2, random)
    const depth = random.between(0.35, 0.5)
    const pxPerMs = (width * random.between(0.08, 0.2)) / 1000
    return {
      lens(image, at) {
        const shift = Math.round((at.sinceMs * pxPerMs) % (span - width))
        const on = ramp(at, 2500, 2500)
        const factor = new Float32Array(width * height)
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const cover = Math.min(1, Math.max(0, (sky[y * span + x + shift]! - 0.4) * 5))
            factor[y * width + x] = 1 - on * depth * cover
          }
        }
        shade(image, factor)
      }
    }
  }
}

export const clouds = negative('clouds', [cloudShadows], { lastsMs: [20_000, 30_000] })

/** Rain before a camera: streaks all over, anew in each frame, longer and fainter the nearer, and less contrast. */
const rainfall: Variant = {
  id: 'rain',
  create({ width, height, random }) {
    const drops = Math.round((random.between(140, 340) * width * height) / (640 * 360))
    const slant = random.between(-0.3, 0.3)
    return {
      lens(image, at) {
        const on = ramp(at, 3000, 2000)
        scaleLevels(image, [1 - 0.1 * on, 1 - 0.1 * on, 1 - 0.09 * on], [9 * on, 9 * on, 10 * on])
        for (let i = 0; i < drops * on; i++) drawStreak(image, slant, at.random)
      }
    }
  }
}

function drawStreak({ data, width, height }: RgbImage, slant: number, random: Random): void {
  const near = random.next() ** 2
  const length = (4 + 34 * near) * (height / 360)
  const share = 0.3 - 0.18 * near
  const thick = near > 0.6 ? 2 : 1
  const [x, y] = [random.next() * width, random.next() * height]
  for (let step = 0; step < length; step++) {
    const row = Math.floor(y + step)
    for (let across = 0; across < thick; across++) {
      const column = Math.floor(x + slant * step) + across
      if (row < 0 || row >= height || column < 0 || column >= width) continue
      const i = (row * width + column) * 3
      for (let c = i; c < i + 3; c++) data[c] = data[c]! + (205 - data[c]!) * share
    }
  }
}

/** Large flakes that tumble down. */
const snowfall: Variant = {
  id: 'snow',
  create({ width, height, random }) {
    const flakes = Array.from({ length: 150 }, () => ({
      x: random.next(),
      y: random.next(),
      near: random.next() ** 1.5,
      sway: random.between(0, 6.3)
    }))
    return {
      lens({ data }, at) {
        const on = ramp(at, 3000, 2000)
        const seconds = at.sinceMs / 1000
        for (const { x, y, near, sway } of flakes) {
          const left = ((x + 0.02 * Math.sin(seconds * 2 + sway)) * width) | 0
          const top = (((y + seconds * (0.15 + 0.5 * near)) % 1) * height) | 0
          const side = Math.max(1, Math.round((1 + 3 * near) * (width / 640)))
          for (let row = top; row < Math.min(height, top + side); row++) {
            for (let column = left; column < Math.min(width, left + side); column++) {
              const i = (row * width + column) * 3
              for (let c = i; c < i + 3; c++) data[c] = data[c]! + (238 - data[c]!) * 0.7 * on
            }
          }
        }
      }
    }
  }
}

export const rain = negative('rain', [rainfall, snowfall], { lastsMs: [18_000, 26_000] })
