import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { AppError, errorText } from '../../../../errors.ts'
import type { PlayedFrame, StreamPlayer } from './stream-player.ts'
import { listJpegs } from './test-folder.ts'

/** Plays the JPEGs of a folder in the order of their names, again and again; the bytes as they are, damaged ones too. */
export class FolderPlayer implements StreamPlayer {
  readonly #folder: string
  #files: readonly string[] = []
  #shapes: (readonly number[] | null | undefined)[] = []
  #index = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async prepare(): Promise<void> {
    this.#files = listJpegs(this.#folder)
    this.#shapes = []
  }

  async next(): Promise<PlayedFrame | null> {
    const index = this.#index % this.#files.length
    const path = this.#files[index]
    if (path === undefined) return null
    this.#index = index + 1
    const jpeg = await readPicture(path)
    this.#shapes[index] ??= await shapeOf(jpeg)
    return { jpeg, shape: this.#shapes[index] ?? null }
  }

  async close(): Promise<void> {
    this.#files = []
  }
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new AppError('frame/source-failed', `Cannot read test picture ${path}: ${errorText(cause)}`, { cause })
  }
}

/** A file that is no picture is played all the same: the service has to say so. */
async function shapeOf(jpeg: Uint8Array): Promise<readonly number[] | null> {
  try {
    const { height, width, channels } = await sharp(jpeg).metadata()
    return [height, width, channels]
  } catch {
    return null
  }
}
