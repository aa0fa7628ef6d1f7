import { readdirSync } from 'node:fs'
import { extname, join, parse } from 'node:path'
import { AppError, errorText } from '../../../../errors.ts'

const VIDEO_EXTENSIONS = new Set(['.mp4', '.mkv', '.avi', '.mov', '.webm'])
const JPEG_EXTENSIONS = new Set(['.jpg', '.jpeg'])

/** Something to play in TEST_VIDEO_DIR. */
export interface TestItem {
  readonly stream: string
  readonly path: string
  readonly kind: 'folder' | 'video'
}

/**
 * What a folder offers to play: each folder of JPEGs and each video file in it, named after it. Hidden files are passed over.
 *
 * @throws {AppError} `config/invalid`, naming the path that cannot be read or has nothing to play.
 */
export function listTestFolder(directory: string): readonly TestItem[] {
  const entries = readFolder(directory)
  const folders = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  const videos = entries.filter(entry => !entry.isDirectory() && VIDEO_EXTENSIONS.has(extensionOf(entry.name)))
  const items: TestItem[] = folders.map(name => ({ stream: name, path: join(directory, name), kind: 'folder' }))
  for (const { name } of videos) {
    // A name that is taken keeps its extension.
    const short = parse(name).name
    const stream = items.some(item => item.stream === short) ? name : short
    items.push({ stream, path: join(directory, name), kind: 'video' })
  }
  if (items.length === 0) {
    throw new AppError(
      'config/invalid',
      `Cannot play TEST_VIDEO_DIR ${directory}: it has no folder of JPEGs and no video file`
    )
  }
  for (const item of items) if (item.kind === 'folder') listJpegs(item.path)
  return items
}

/**
 * The JPEG files of a folder, full paths sorted by name; hidden files are passed over.
 *
 * @throws {AppError} `config/invalid` when there are none, naming the folder.
 */
export function listJpegs(folder: string): readonly string[] {
  const names = readFolder(folder)
    .filter(entry => !entry.isDirectory() && JPEG_EXTENSIONS.has(extensionOf(entry.name)))
    .map(entry => entry.name)
    .sort()
  if (names.length === 0) throw new AppError('config/invalid', `Cannot play folder ${folder}: it has no JPEG files`)
  return names.map(name => join(folder, name))
}

function readFolder(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(entry => !entry.name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw new AppError('config/invalid', `Cannot read test video folder ${path}: ${errorText(cause)}`, { cause })
  }
}

function extensionOf(name: string): string {
  return extname(name).toLowerCase()
}
