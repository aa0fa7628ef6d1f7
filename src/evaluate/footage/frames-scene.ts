import { type FootageScene, isMonochrome, type Reel, reelSize } from './footage.ts'
import { readPicture, readSize } from './read-picture.ts'
import { RgbReel } from './rgb-reel.ts'

const PROBE_WIDTH_PX = 320

/** A few JPEGs in memory, one after the other at the rate that is asked for, forth and back. */
export class FramesScene implements FootageScene {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly monochrome: boolean
  readonly #jpegs: readonly Uint8Array[]

  /** @param jpegs At least one. @throws {AppError} `footage/unreadable` when the first gives no picture. */
  static async probe(id: string, jpegs: readonly Uint8Array[]): Promise<FramesScene> {
    const [first = new Uint8Array(0)] = jpegs
    const { width, height } = await readSize(first)
    const size = reelSize({ width, height }, PROBE_WIDTH_PX)
    const image = { ...size, data: await readPicture(first, size.width, size.height) }
    return new FramesScene(id, jpegs, { width, height }, isMonochrome(image))
  }

  private constructor(
    id: string,
    jpegs: readonly Uint8Array[],
    { width, height }: { readonly width: number; readonly height: number },
    monochrome: boolean
  ) {
    this.id = id
    this.#jpegs = jpegs
    this.width = width
    this.height = height
    this.monochrome = monochrome
  }

  async open(widthPx: number, fps: number): Promise<Reel> {
    const { width, height } = reelSize(this, widthPx)
    const frames: Uint8ClampedArray[] = []
    for (const jpeg of this.#jpegs) frames.push(await readPicture(jpeg, width, height))
    return new RgbReel(width, height, fps, frames)
  }
}
