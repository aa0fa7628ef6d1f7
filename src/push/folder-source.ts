import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorText } from '../errors.ts'
import { pause } from '../lib/pause.ts'
import type { CameraPlan } from './camera-plan.ts'
import type { CameraSource, SourceEnd, SourceListener } from './camera-source.ts'
import { END_REASONS, type EndReason } from './end-reason.ts'
import { endsAsJpeg } from './ends-as-jpeg.ts'

const PICTURE = /\.jpe?g$/i
/** How often a folder is looked through for new files, ms. Folders on other machines tell nothing by themselves. */
const LOOK_MS = 500
/** A file without an end that has not grown for so long is sent as it is: damage is something to be judged. */
const UNFINISHED_MS = 5000

const BY_CODE: Readonly<Record<string, EndReason>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EACCES: 'forbidden',
  EPERM: 'forbidden'
}

interface Found {
  readonly path: string
  readonly changedAtMs: number
  readonly bytes: number
}

/**
 * JPEGs of a folder: those that lie there, one by one as if they came from a camera now, or, when it is watched, those
 * that are added from now on, with the time of the file.
 */
export class FolderSource implements CameraSource {
  readonly #plan: CameraPlan
  readonly #clock: () => number

  constructor(plan: CameraPlan, clock: () => number) {
    this.#plan = plan
    this.#clock = clock
  }

  async run(listener: SourceListener, signal: AbortSignal): Promise<SourceEnd> {
    try {
      if (this.#plan.watch) await this.#watch(listener, signal)
      else if (!(await this.#play(listener, signal))) return end('not-found', 'no .jpg in the folder')
      return signal.aborted ? end('stopped') : end('finished')
    } catch (thrown) {
      return end(BY_CODE[(thrown as NodeJS.ErrnoException).code ?? ''] ?? 'failed', errorText(thrown))
    }
  }

  /** @returns Whether there was any. */
  async #play(listener: SourceListener, signal: AbortSignal): Promise<boolean> {
    const { source, fps, loop } = this.#plan
    do {
      const names = (await readdir(source)).filter(name => PICTURE.test(name))
      if (names.length === 0) return false
      for (const name of names.sort(byNumbers)) {
        if (signal.aborted) return true
        await this.#send(join(source, name), this.#clock(), listener)
        await pause(1000 / fps, signal)
      }
    } while (loop && !signal.aborted)
    return true
  }

  async #watch(listener: SourceListener, signal: AbortSignal): Promise<void> {
    let sent = new Set((await this.#found()).map(identity))
    while (!signal.aborted) {
      await pause(LOOK_MS, signal)
      const found = await this.#found()
      const fresh = found.filter(file => !sent.has(identity(file)))
      sent = new Set(found.map(identity).filter(id => sent.has(id)))
      for (const file of fresh.sort((one, other) => one.changedAtMs - other.changedAtMs)) {
        if (signal.aborted) return
        if (!(await this.#isFinished(file))) continue
        await this.#send(file.path, file.changedAtMs, listener)
        sent.add(identity(file))
        await pause(1000 / this.#plan.fps, signal)
      }
    }
  }

  async #found(): Promise<Found[]> {
    const names = (await readdir(this.#plan.source)).filter(name => PICTURE.test(name))
    const files = await Promise.all(
      names.map(async name => {
        const path = join(this.#plan.source, name)
        // Deleted since the folder was read: it is not there.
        const found = await stat(path).catch(() => null)
        return found?.isFile() ? [{ path, changedAtMs: found.mtimeMs, bytes: found.size }] : []
      })
    )
    return files.flat()
  }

  async #isFinished({ path, changedAtMs }: Found): Promise<boolean> {
    return this.#clock() - changedAtMs > UNFINISHED_MS || (await endsAsJpeg(path))
  }

  async #send(path: string, capturedAtMs: number, listener: SourceListener): Promise<void> {
    const { size } = await stat(path)
    if (size > this.#plan.maxFrameBytes) return listener.lost('too-large')
    const jpeg = await readFile(path)
    if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return listener.lost('not-jpeg')
    listener.frame({ jpeg, capturedAtMs: Math.min(capturedAtMs, this.#clock()) })
  }
}

function identity({ path, changedAtMs, bytes }: Found): string {
  return `${path} ${changedAtMs} ${bytes}`
}

/** frame-9 before frame-10, as people number. */
function byNumbers(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true }) || (one < other ? -1 : 1)
}

function end(reason: EndReason, said?: string): SourceEnd {
  return { reason, detail: said === undefined ? END_REASONS[reason] : `${END_REASONS[reason]} (${said})` }
}
