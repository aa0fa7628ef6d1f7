import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { BUILT_IN_CAMERAS } from '../../pipeline/capture/adapters/test-video/built-in-cameras.ts'
import { BuiltInScene } from './built-in-scene.ts'
import { ClipScene } from './clip-scene.ts'
import type { FootageScene } from './footage.ts'
import { jpegsIn, JpegFolderScene } from './jpeg-folder-scene.ts'

/** Name of the footage that needs no folder. */
export const BUILT_IN = 'builtin'

const CLIP = /\.(mp4|mkv|avi|mov|webm|m4v|ts|mpe?g)$/i

/**
 * Cameras to evaluate on: every clip and every folder of JPEGs in a folder or one level below it, or the built-in scenes.
 * Each must be the picture of one camera that does not move.
 *
 * @param where A folder, or `builtin`.
 * @throws {AppError} `footage/unreadable` when there is nothing to read or a file cannot be read.
 */
export async function openFootage(where: string): Promise<readonly FootageScene[]> {
  if (where === BUILT_IN) return BUILT_IN_CAMERAS.map(({ scene }) => new BuiltInScene(scene))
  if (!existsSync(where) || !statSync(where).isDirectory()) {
    throw new AppError('footage/unreadable', `Cannot read footage: there is no folder ${where}`)
  }
  const folders = [where, ...foldersIn(where)]
  const scenes: FootageScene[] = []
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (CLIP.test(name)) scenes.push(await ClipScene.probe(join(folder, name)))
    }
    if (jpegsIn(folder).length > 1) scenes.push(await JpegFolderScene.probe(folder))
  }
  if (scenes.length > 0) return scenes
  throw new AppError('footage/unreadable', `Cannot read footage: no clip and no folder of JPEGs in ${where}`)
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory())
  return entries.map(entry => join(folder, entry.name)).sort()
}
