import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, errorText } from '../../errors.ts'
import { BUILT_IN_CAMERAS } from '../../pipeline/capture/adapters/test-video/built-in-cameras.ts'
import { BuiltInScene } from './built-in-scene.ts'
import { ClipScene } from './clip-scene.ts'
import type { FootageScene } from './footage.ts'
import { jpegsIn, JpegFolderScene } from './jpeg-folder-scene.ts'

/** Name of the footage that needs no folder. */
export const BUILT_IN = 'builtin'

const CLIP = /\.(mp4|mkv|avi|mov|webm|m4v|ts|mpe?g)$/i

/**
 * Cameras to evaluate on: every clip and every folder of JPEGs in a folder or one level below it, a single video file, or the
 * built-in scenes. Each must be the picture of one camera that does not move.
 *
 * @param where A folder, a video file, or `builtin`.
 * @param fps Pictures a second of footage that says no times of its own, when it is shown as it is; 5 when left out.
 * @throws {AppError} `footage/unreadable` when there is nothing to read or a file cannot be read.
 */
export async function openFootage(where: string, fps?: number): Promise<readonly FootageScene[]> {
  if (where === BUILT_IN) return BUILT_IN_CAMERAS.map(({ scene }) => new BuiltInScene(scene))
  if (!existsSync(where)) {
    throw new AppError('footage/unreadable', `Cannot read footage: there is no file and no folder ${where}`)
  }
  if (!statSync(where).isDirectory()) return [await ClipScene.probe(where, fps)]
  const scenes: FootageScene[] = []
  for (const folder of [where, ...foldersIn(where)]) {
    for (const name of namesIn(folder)) {
      if (CLIP.test(name)) scenes.push(await ClipScene.probe(join(folder, name), fps))
    }
    if (jpegsIn(folder).length > 1) scenes.push(await JpegFolderScene.probe(folder, fps))
  }
  if (scenes.length > 0) return scenes
  const found = 'expected a video, or a folder of two JPEGs or more, found neither'
  throw new AppError('footage/unreadable', `Cannot read footage in ${where}: ${found}`)
}

function namesIn(folder: string): string[] {
  return reading(folder, () => readdirSync(folder).sort())
}

function foldersIn(folder: string): string[] {
  const entries = reading(folder, () => readdirSync(folder, { withFileTypes: true }))
  const folders = entries.filter(entry => entry.isDirectory())
  return folders.map(entry => join(folder, entry.name)).sort()
}

function reading<Result>(folder: string, read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    throw new AppError('footage/unreadable', `Cannot read ${folder}: ${errorText(cause)}`, { cause })
  }
}
