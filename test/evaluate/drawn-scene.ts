import type { FootageScene, Reel } from '../../src/evaluate/footage/footage.ts'
import { reelSize } from '../../src/evaluate/footage/footage.ts'
import { resample } from '../../src/evaluate/pictures/resample.ts'
import { createImage, type RgbImage } from '../../src/evaluate/pictures/rgb-image.ts'

const SIZE = { width: 240, height: 136 }

/** A coloured yard with posts and tiles, and a small box that goes to and fro: enough to be judged, quick to draw. */
export class DrawnScene implements FootageScene {
  readonly id: string
  readonly width = SIZE.width
  readonly height = SIZE.height
  readonly monochrome: boolean

  constructor(id = 'drawn', monochrome = false) {
    this.id = id
    this.monochrome = monochrome
  }

  async open(widthPx: number): Promise<Reel> {
    const size = reelSize(this, widthPx)
    const still = createImage(SIZE.width, SIZE.height)
    drawStill(still, this.id === 'drawn' ? 0 : 9)
    return {
      ...size,
      read(sceneMs, into) {
        const full: RgbImage = { ...SIZE, data: still.data.slice() }
        drawBox(full, Math.round(108 + 78 * Math.sin(sceneMs / 1700)))
        resample(full, into)
      }
    }
  }
}

function drawStill({ data, width, height }: RgbImage, phase: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const tile = ((x >> 4) + ((y + phase) >> 4) + phase) % 2 === 0 ? 44 : 0
      const post = x % 67 < 7 ? -50 : 0
      const level = 96 + tile + post + 20 * Math.sin((x + 2 * y) / 37)
      data.set([level + 18, level, level - 14], (y * width + x) * 3)
    }
  }
}

function drawBox({ data, width }: RgbImage, left: number): void {
  for (let y = 90; y < 112; y++) {
    for (let x = left; x < left + 18; x++) data.set([40, 60, 170], (y * width + x) * 3)
  }
}
