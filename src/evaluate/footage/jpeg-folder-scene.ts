import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError, errorText } from '../../errors.ts'
import { type FootageScene, isMonochrome, type OwnFrames, type Reel, reelSize } from './footage.ts'
import { pictureTimes, typicalStep } from './picture-times.ts'
import { readPicture, reading, readSize } from './read-picture.ts'
import { RgbReel } from './rgb-reel.ts'

const MAX_REEL_BYTES = 300e6
const PROBE_WIDTH_PX = 320
/** Of pictures without a time, a second. */
const USUAL_FPS = 5

/** The JPEGs of a folder in the order of their names, one after the other at the rate that is asked for. */
export class JpegFolderScene implements FootageScene {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly monochrome: boolean
  readonly own: OwnFrames
  readonly #paths: readonly string[]

  /**
   * @param fps Pictures a second where their names say no times.
   * @throws {AppError} `footage/unreadable` when no picture can be read.
   */
  static async probe(folder: string, fps = USUAL_FPS): Promise<JpegFolderScene> {
    const paths = jpegsIn(folder)
    let trouble: unknown = new AppError('footage/unreadable', `Cannot read ${folder}: there is no JPEG in it`)
    for (const path of paths) {
      try {
        const { width, height } = await readSize(path)
        const size = reelSize({ width, height }, PROBE_WIDTH_PX)
        const image = { ...size, data: await readPicture(path, size.width, size.height) }
        return new JpegFolderScene(folder, paths, { width, height }, isMonochrome(image), fps)
      } catch (error) {
        trouble = error
      }
    }
    throw trouble
  }

  private constructor(
    folder: string,
    paths: readonly string[],
    size: { width: number; height: number },
    monochrome: boolean,
    fps: number
  ) {
    this.id = basename(resolve(folder))
    this.#paths = paths
    this.width = size.width
    this.height = size.height
    this.monochrome = monochrome
    this.own = ownFrames(paths, fps)
  }

  async open(widthPx: number, fps: number): Promise<Reel> {
    const { width, height } = reelSize(this, widthPx)
    const most = Math.max(1, Math.floor(MAX_REEL_BYTES / (width * height * 3)))
    const frames: Uint8ClampedArray[] = []
    let trouble: unknown = null
    for (const path of this.#paths) {
      if (frames.length >= most) break
      try {
        frames.push(await readPicture(path, width, height))
      } catch (error) {
        // A damaged picture among many is passed over; as it is, it is shown when the footage itself is judged.
        trouble = error
      }
    }
    if (frames.length === 0) throw trouble
    return new RgbReel(width, height, fps, frames)
  }
}

/** @throws {AppError} `footage/unreadable` */
export function jpegsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter(name => /\.jpe?g$/i.test(name))
    return names.sort().map(name => join(folder, name))
  } catch (cause) {
    throw new AppError('footage/unreadable', `Cannot read ${folder}: ${errorText(cause)}`, { cause })
  }
}

function ownFrames(paths: readonly string[], usualFps: number): OwnFrames {
  const named = pictureTimes(paths)
  const stepMs = named === null ? 1000 / usualFps : typicalStep(named)
  const timeOf = (i: number) => (named === null ? Math.round(i * stepMs) : (named[i] ?? 0))
  return {
    lengthMs: Math.round(timeOf(paths.length - 1) + stepMs),
    fps: 1000 / stepMs,
    async *frames(untilMs) {
      for (const [i, path] of paths.entries()) {
        if (timeOf(i) >= untilMs) return
        yield { atMs: timeOf(i), jpeg: await reading(path, () => readFile(path)) }
      }
    }
  }
}
