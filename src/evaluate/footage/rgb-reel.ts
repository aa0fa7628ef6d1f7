import type { RgbImage } from '../pictures/rgb-image.ts'
import { MemoryReel } from './memory-reel.ts'

/** Pictures ready to be shown: `width * height * 3` bytes each. */
export class RgbReel extends MemoryReel<Uint8ClampedArray> {
  protected show(frame: Uint8ClampedArray, into: RgbImage): void {
    into.data.set(frame)
  }
}
