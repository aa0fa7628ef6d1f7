import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, errorText } from '../../../errors.ts'
import type { Log } from '../../../lib/log.ts'
import { isSceneFileName } from './scene-file-name.ts'

/** Where files are until they are whole; no scene's file can have this name. */
export const WRITING_FOLDER = '.writing'
/** Younger ones may be on their way. */
const LEFTOVER_AGE_MS = 3_600_000
/** Twice as many cameras as a subscription can have: 2.5 GiB at the most. */
const MOST_FILES = 40_000

const INTERVAL_MS = 3_600_000

export interface SceneFolderSweepOptions {
  readonly folder: string
  /** Age by the last save or load from which a scene is deleted, ms. */
  readonly keepMs: number
  /** Epoch ms. */
  readonly clock: () => number
  readonly log: Log
}

/** Sweeps the folder at the start and then hourly. */
export class SceneFolderSweep {
  readonly #options: SceneFolderSweepOptions
  #timer: NodeJS.Timeout | undefined
  #walk: Promise<void> | null = null

  constructor(options: SceneFolderSweepOptions) {
    this.#options = options
  }

  /** Begins the first walk and does not wait for it. */
  start(): void {
    this.#begin()
    this.#timer = setInterval(() => this.#begin(), INTERVAL_MS)
    this.#timer.unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#walk
  }

  #begin(): void {
    this.#walk ??= this.#run().finally(() => {
      this.#walk = null
    })
  }

  async #run(): Promise<void> {
    const { folder, keepMs, clock, log } = this.#options
    try {
      const report = await sweepSceneFolder(folder, clock(), keepMs)
      const message = 'Deleted what was remembered of cameras that are long gone'
      if (report.deleted > 0) log.info({ ...report }, message)
    } catch (cause) {
      log.warn({ error: cause }, 'Could not delete old scenes, will try again at the next walk')
    }
  }
}

export interface SceneSweepReport {
  /** Files that were looked at. */
  readonly seen: number
  readonly deleted: number
}

/**
 * Deletes the scenes of cameras that are long gone, the oldest of too many, and what writers that died have left half
 * written. Touches no file that this service would not have written.
 *
 * @param keepMs Age by the last save or load from which a scene is deleted, ms.
 * @param mostFiles How many are kept at the most.
 * @throws AppError `scene-memory/store-failed`
 */
export async function sweepSceneFolder(
  folder: string,
  nowMs: number,
  keepMs: number,
  mostFiles = MOST_FILES
): Promise<SceneSweepReport> {
  try {
    const drafts = await listed(join(folder, WRITING_FOLDER), () => true)
    const scenes = (await listed(folder, isSceneFileName)).sort((a, b) => b.atMs - a.atMs)
    const old = scenes.filter(({ atMs }, i) => i >= mostFiles || atMs < nowMs - keepMs)
    const leftovers = drafts.filter(({ atMs }) => atMs < nowMs - LEFTOVER_AGE_MS)
    for (const { path } of [...old, ...leftovers]) await rm(path, { force: true })
    return { seen: scenes.length, deleted: old.length }
  } catch (cause) {
    const message = `Cannot sweep the scenes in ${folder}: ${errorText(cause)}`
    throw new AppError('scene-memory/store-failed', message, { cause })
  }
}

async function listed(
  folder: string,
  isOurs: (name: string) => boolean
): Promise<{ readonly path: string; readonly atMs: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return []
    throw thrown
  })
  const found: { path: string; atMs: number }[] = []
  for (const entry of entries) {
    if (!entry.isFile() || !isOurs(entry.name)) continue
    const path = join(folder, entry.name)
    // One that is replaced at this moment is young enough.
    const about = await stat(path).catch(() => null)
    if (about !== null) found.push({ path, atMs: about.mtimeMs })
  }
  return found
}
