import type { RgbImage } from '../pictures/rgb-image.ts'
import { forthAndBack, type Reel } from './footage.ts'

/** Frames that lie in memory, of any form that can be shown as RGB. */
export abstract class MemoryReel<Frame> implements Reel {
  readonly width: number
  readonly height: number
  readonly #fps: number
  readonly #frames: readonly Frame[]

  /** @param frames At least one. */
  constructor(width: number, height: number, fps: number, frames: readonly Frame[]) {
    this.width = width
    this.height = height
    this.#fps = fps
    this.#frames = frames
  }

  read(sceneMs: number, into: RgbImage): void {
    const index = forthAndBack(Math.round((sceneMs * this.#fps) / 1000), this.#frames.length)
    this.show(this.#frames[index]!, into)
  }

  protected abstract show(frame: Frame, into: RgbImage): void
}
