import { createHash, randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, errorText } from '../../../errors.ts'
import { checkFolder } from '../../../lib/check-folder.ts'
import { withDeadline } from '../../../lib/deadline.ts'
import { replaceFile } from '../../../lib/replace-file.ts'
import { syncFolder } from '../../../lib/sync-folder.ts'
import { isOwnKey, parseKey } from '../object-key.ts'
import type { SnapshotStore } from '../snapshot-store.ts'
import { type FolderFailure, folderError, isGone } from './folder-error.ts'

const DEFAULT_TIMEOUT_MS = 10_000
const PAGE_KEYS = 1000
const REMOVALS_AT_ONCE = 16
/** Younger ones may belong to another thread that is writing them. */
const LEFTOVER_AGE_MS = 3_600_000
/** A stream's folder may be deleted between its making and the writing: by a user, or by `remove` when it is empty. */
const WRITE_ATTEMPTS = 3
/** No stream's folder can have this name: it has a dot. */
const TEMPORARY = '.writing'

/**
 * Keeps snapshots as files `<folder>/<key>`. A file appears under its name only once it is whole. Several threads may
 * use one folder. On a disk that does not tell `a` from `A`, streams that differ in nothing else share a folder.
 */
export class FolderStore implements SnapshotStore {
  readonly name = 'folder'
  readonly #folder: string
  readonly #timeoutMs: number
  readonly #isSynced: boolean

  /**
   * @param timeoutMs Deadline of one operation, ms: a network disk may hang.
   * @param isSynced Whether a snapshot is on the disk once it is stored (SNAPSHOT_FSYNC).
   */
  constructor(folder: string, timeoutMs = DEFAULT_TIMEOUT_MS, isSynced = true) {
    this.#folder = folder
    this.#isSynced = isSynced
    this.#timeoutMs = timeoutMs
  }

  /** Makes the folder and deletes what writers that died have left half written. */
  prepare(): Promise<void> {
    return this.#attempt('snapshot/write-failed', `Cannot use the folder ${this.#folder}`, async () => {
      const temporary = join(this.#folder, TEMPORARY)
      await mkdir(temporary, { recursive: true })
      const oldestMs = Date.now() - LEFTOVER_AGE_MS
      for (const name of await readdir(temporary)) {
        const path = join(temporary, name)
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
        if (mtimeMs < oldestMs) await rm(path, { force: true })
      }
    })
  }

  async put(key: string, jpeg: Uint8Array): Promise<string> {
    if (!isOwnKey(key)) throw new AppError('snapshot/write-failed', `Cannot store ${key}: not a snapshot's key`)
    await this.#attempt('snapshot/write-failed', `Cannot store ${key}`, () => this.#write(key, jpeg))
    return createHash('md5').update(jpeg).digest('hex')
  }

  async get(key: string): Promise<Uint8Array> {
    if (!isOwnKey(key)) throw new AppError('snapshot/not-found', `There is no snapshot ${key}`)
    return await this.#attempt('snapshot/read-failed', `Cannot read ${key}`, () => readFile(join(this.#folder, key)))
  }

  async remove(keys: readonly string[]): Promise<void> {
    const stranger = keys.find(key => !isOwnKey(key))
    if (stranger !== undefined) {
      throw new AppError('snapshot/delete-failed', `Cannot delete ${stranger}: not a snapshot's key`)
    }
    for (let i = 0; i < keys.length; i += REMOVALS_AT_ONCE) {
      const batch = keys.slice(i, i + REMOVALS_AT_ONCE)
      await this.#attempt('snapshot/delete-failed', `Cannot delete ${batch[0]} and others`, async () => {
        await Promise.all(batch.map(key => unlink(join(this.#folder, key)).catch(ignoreGone)))
      })
    }
    await this.#dropEmptyFolders(keys)
  }

  async *list(prefix: string): AsyncIterable<readonly string[]> {
    for (const folder of prefix === '' ? await this.#streamFolders() : [prefix]) {
      const names = await this.#namesIn(folder)
      const keys = names.map(name => folder + name).filter(key => parseKey(key) !== null)
      for (let i = 0; i < keys.length; i += PAGE_KEYS) yield keys.slice(i, i + PAGE_KEYS)
    }
  }

  ping(): Promise<void> {
    return this.#attempt('snapshot/read-failed', `Cannot use the folder ${this.#folder}`, () =>
      checkFolder(this.#folder)
    )
  }

  async openings(): Promise<readonly string[]> {
    // Made by this process, which lets nobody but its own group read what it makes.
    return []
  }

  async close(): Promise<void> {
    // Nothing is held open between two calls.
  }

  async #write(key: string, jpeg: Uint8Array): Promise<void> {
    const path = join(this.#folder, key)
    const temporary = join(this.#folder, TEMPORARY, randomUUID())
    for (let attempt = 1; ; attempt++) {
      try {
        if (this.#isSynced) {
          await replaceFile(temporary, path, jpeg)
        } else {
          await writeFile(temporary, jpeg)
          await rename(temporary, path)
        }
        return
      } catch (thrown) {
        if (!isGone(thrown) || attempt === WRITE_ATTEMPTS) {
          await rm(temporary, { force: true }).catch(() => undefined)
          throw thrown
        }
        await mkdir(dirname(temporary), { recursive: true })
        await mkdir(dirname(path), { recursive: true })
        if (this.#isSynced) await syncFolder(this.#folder)
      }
    }
  }

  /** Folders of streams, `<safe_stream>/`, in the order in which their keys sort. */
  async #streamFolders(): Promise<string[]> {
    const entries = await this.#entries(this.#folder)
    return entries
      .filter(entry => entry.isDirectory() && entry.name !== TEMPORARY)
      .map(entry => `${entry.name}/`)
      .sort()
  }

  async #namesIn(prefix: string): Promise<string[]> {
    // A prefix comes from safeStream; anything else could lead out of the folder.
    if (!/^[a-zA-Z0-9_-]+\/$/.test(prefix)) return []
    const entries = await this.#entries(join(this.#folder, prefix))
    return entries
      .filter(entry => entry.isFile())
      .map(entry => entry.name)
      .sort()
  }

  #entries(folder: string): Promise<Dirent[]> {
    return this.#attempt('snapshot/read-failed', `Cannot list ${folder}`, () =>
      readdir(folder, { withFileTypes: true }).catch((thrown: unknown): Dirent[] => {
        ignoreGone(thrown)
        return []
      })
    )
  }

  async #dropEmptyFolders(keys: readonly string[]): Promise<void> {
    for (const folder of new Set(keys.map(key => dirname(key)))) {
      // A folder that is not empty stays: rmdir refuses it.
      await rmdir(join(this.#folder, folder)).catch(() => undefined)
    }
  }

  async #attempt<T>(code: FolderFailure, what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await withDeadline(action(), this.#timeoutMs, 'The disk')
    } catch (thrown) {
      throw folderError(thrown, code, `${what}: ${errorText(thrown)}`)
    }
  }
}

function ignoreGone(thrown: unknown): void {
  if (!isGone(thrown)) throw thrown
}
