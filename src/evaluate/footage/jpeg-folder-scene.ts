import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { AppError, errorText } from '../../errors.ts'
import type { RgbImage } from '../pictures/rgb-image.ts'
import { type FootageScene, forthAndBack, isMonochrome, type Reel, reelSize } from './footage.ts'

const MAX_REEL_BYTES = 300e6
const PROBE_WIDTH_PX = 320

/** The JPEGs of a folder in the order of their names, one after the other at the rate that is asked for. */
export class JpegFolderScene implements FootageScene {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly monochrome: boolean
  readonly #paths: readonly string[]

  /** @throws {AppError} `footage/unreadable` when the first picture cannot be read. */
  static async probe(folder: string): Promise<JpegFolderScene> {
    const paths = jpegsIn(folder)
    const [first] = paths
    if (first === undefined) throw new AppError('footage/unreadable', `Cannot read ${folder}: there is no JPEG in it`)
    const { width = 0, height = 0 } = await reading(first, () => sharp(first).metadata())
    const size = reelSize({ width, height }, PROBE_WIDTH_PX)
    const image = { ...size, data: await readPicture(first, size.width, size.height) }
    return new JpegFolderScene(folder, paths, { width, height }, isMonochrome(image))
  }

  private constructor(
    folder: string,
    paths: readonly string[],
    size: { width: number; height: number },
    monochrome: boolean
  ) {
    this.id = basename(folder)
    this.#paths = paths
    this.width = size.width
    this.height = size.height
    this.monochrome = monochrome
  }

  async open(widthPx: number, fps: number): Promise<Reel> {
    const { width, height } = reelSize(this, widthPx)
    const most = Math.max(1, Math.floor(MAX_REEL_BYTES / (width * height * 3)))
    const frames: Uint8ClampedArray[] = []
    for (const path of this.#paths.slice(0, most)) frames.push(await readPicture(path, width, height))
    return {
      width,
      height,
      read(sceneMs: number, into: RgbImage) {
        const frame = frames[forthAndBack(Math.round((sceneMs * fps) / 1000), frames.length)]
        if (frame !== undefined) into.data.set(frame)
      }
    }
  }
}

export function jpegsIn(folder: string): string[] {
  const names = readdirSync(folder).filter(name => /\.jpe?g$/i.test(name))
  return names.sort().map(name => join(folder, name))
}

async function readPicture(path: string, width: number, height: number): Promise<Uint8ClampedArray> {
  const pixels = await reading(path, () =>
    sharp(path).toColourspace('srgb').removeAlpha().resize(width, height, { fit: 'fill' }).raw().toBuffer()
  )
  return new Uint8ClampedArray(pixels)
}

async function reading<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    throw new AppError('footage/unreadable', `Cannot read ${path}: ${errorText(cause)}`, { cause })
  }
}
