import { createCanvas, resetCanvas } from '../../pipeline/capture/adapters/test-video/render/canvas.ts'
import { drawCast } from '../../pipeline/capture/adapters/test-video/render/draw-cast.ts'
import { renderStill, type Still } from '../../pipeline/capture/adapters/test-video/render/still.ts'
import { HEIGHT, WIDTH } from '../../pipeline/capture/adapters/test-video/render/view.ts'
import type { World } from '../../pipeline/capture/adapters/test-video/render/world.ts'
import type { Scene } from '../../pipeline/capture/adapters/test-video/scenes/scene.ts'
import { resample } from '../pictures/resample.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { type FootageScene, type Reel, reelSize } from './footage.ts'

/** One of the scenes that the service draws itself; it never repeats. */
export class BuiltInScene implements FootageScene {
  readonly id: string
  readonly width = WIDTH
  readonly height = HEIGHT
  readonly monochrome: boolean
  readonly #scene: Scene

  constructor(scene: Scene) {
    this.#scene = scene
    this.id = scene.stream
    this.monochrome = scene.build().world.lighting.monochrome
  }

  async open(widthPx: number): Promise<Reel> {
    const size = reelSize(this, widthPx)
    const { world, cast } = this.#scene.build()
    const still = render(world)
    const canvas = createCanvas()
    const full: RgbImage = { width: WIDTH, height: HEIGHT, data: new Uint8ClampedArray(canvas.rgb.buffer) }
    return {
      ...size,
      read(sceneMs, into) {
        resetCanvas(canvas, still, 1)
        drawCast(world, still, cast(sceneMs / 1000), canvas)
        resample(full, into)
      }
    }
  }
}

function render(world: World): Still {
  const rows = renderStill(world)
  for (;;) {
    const row = rows.next()
    if (row.done === true) return row.value
  }
}
