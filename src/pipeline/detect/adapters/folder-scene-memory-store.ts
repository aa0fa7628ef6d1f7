import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, errorText } from '../../../errors.ts'
import { withDeadline } from '../../../lib/deadline.ts'
import { MAX_SCENE_MEMORY_BYTES, type SceneMemoryStore } from '../memory/scene-memory-store.ts'
import { sceneFileName } from './scene-file-name.ts'
import { WRITING_FOLDER } from './scene-folder-sweep.ts'

const DEFAULT_TIMEOUT_MS = 10_000
/** Neither follow a link out of the folder, nor wait for the other end of a pipe. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
/** What opening gives for a link, a folder, a socket or a device without a driver. */
const NO_FILE = new Set(['ELOOP', 'EISDIR', 'ENXIO', 'EMLINK'])

/**
 * Keeps each camera's scene in a file of its own. A file appears under its name only once it is whole. It is not forced
 * to the disk, which thousands of cameras would feel: what a power cut leaves half written is refused when it is read.
 */
export class FolderSceneMemoryStore implements SceneMemoryStore {
  readonly name = 'folder'
  readonly #folder: string
  readonly #timeoutMs: number
  readonly #clock: () => number

  /**
   * @param clock Epoch ms: a file that is read is kept for as long as one that was just written.
   * @param timeoutMs Deadline of one operation, ms: a network disk may hang.
   */
  constructor(folder: string, clock: () => number, timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#folder = folder
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  async load(stream: string): Promise<Uint8Array | null> {
    return this.#attempt(stream, 'read', async path => {
      let file: FileHandle
      try {
        file = await open(path, READ_FLAGS)
      } catch (thrown) {
        if (codeOf(thrown) === 'ENOENT') return null
        if (NO_FILE.has(codeOf(thrown))) throw refused(stream, path, 'it is no file')
        throw thrown
      }
      try {
        return await this.#readWhole(file, stream, path)
      } finally {
        await file.close()
      }
    })
  }

  async save(stream: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > MAX_SCENE_MEMORY_BYTES) {
      const message = `Cannot keep the scene of "${stream}": it has ${bytes.length} bytes, at most ${MAX_SCENE_MEMORY_BYTES} are kept`
      throw new AppError('scene-memory/refused', message, { stream })
    }
    await this.#attempt(stream, 'write', path => this.#write(path, bytes))
  }

  async remove(stream: string): Promise<void> {
    // A foreign folder in the file's place goes too: nothing else belongs there.
    await this.#attempt(stream, 'delete', path => rm(path, { force: true, recursive: true }))
  }

  async close(): Promise<void> {
    // Nothing is held open between two calls.
  }

  async #readWhole(file: FileHandle, stream: string, path: string): Promise<Uint8Array> {
    const about = await file.stat()
    if (!about.isFile()) throw refused(stream, path, 'it is no file')
    if (about.size > MAX_SCENE_MEMORY_BYTES) throw refused(stream, path, `it has ${about.size} bytes`)
    const bytes = new Uint8Array(about.size)
    let length = 0
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    const now = this.#clock() / 1000
    // A folder that may not be written to can still be read.
    await file.utimes(now, now).catch(() => {})
    return bytes.subarray(0, length)
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const draft = join(this.#folder, WRITING_FOLDER, randomUUID())
    try {
      await writeFile(draft, bytes).catch(async (thrown: unknown) => {
        if (codeOf(thrown) !== 'ENOENT') throw thrown
        await mkdir(join(this.#folder, WRITING_FOLDER), { recursive: true })
        await writeFile(draft, bytes)
      })
      await rename(draft, path)
    } catch (thrown) {
      await rm(draft, { force: true }).catch(() => {})
      throw thrown
    }
  }

  async #attempt<T>(stream: string, verb: string, action: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.#folder, sceneFileName(stream))
    try {
      return await withDeadline(action(path), this.#timeoutMs, 'The disk')
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      const message = `Cannot ${verb} ${path}: ${errorText(cause)}`
      throw new AppError('scene-memory/store-failed', message, { cause, stream })
    }
  }
}

function refused(stream: string, path: string, why: string): AppError {
  return new AppError('scene-memory/refused', `Cannot take ${path} for a scene: ${why}`, { stream })
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
