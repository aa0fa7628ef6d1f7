import type { RgbImage } from '../pictures/rgb-image.ts'
import { forthAndBack, type Reel } from './footage.ts'

/** Pictures in memory, ready to be shown: three bytes a pixel. */
export class RgbReel implements Reel {
  readonly width: number
  readonly height: number
  readonly #fps: number
  readonly #frames: readonly Uint8ClampedArray[]

  /** @param frames `width * height * 3` bytes each; at least one. */
  constructor(width: number, height: number, fps: number, frames: readonly Uint8ClampedArray[]) {
    this.width = width
    this.height = height
    this.#fps = fps
    this.#frames = frames
  }

  read(sceneMs: number, into: RgbImage): void {
    const index = forthAndBack(Math.round((sceneMs * this.#fps) / 1000), this.#frames.length)
    into.data.set(this.#frames[index]!)
  }
}
