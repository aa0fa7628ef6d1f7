import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, errorText } from '../../errors.ts'
import { replaceFile } from '../../lib/replace-file.ts'
import type { EndedSession } from '../../model/access.ts'
import type { EndedSessionKeeper } from './ended-sessions.ts'

/** Keeps ended sessions in a file of this service alone. */
export class FileEndedSessions implements EndedSessionKeeper {
  readonly isShared = false
  readonly #path: string
  #writing: Promise<void> = Promise.resolve()

  constructor(path: string) {
    this.#path = path
  }

  keep(ended: EndedSession, nowMs: number): Promise<void> {
    const written = this.#writing.then(() => this.#add(ended, nowMs))
    this.#writing = written.catch(() => undefined)
    return written
  }

  async kept(nowMs: number): Promise<readonly EndedSession[]> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw this.#failure(cause)
    }
    return parse(text).filter(({ untilMs }) => untilMs > nowMs)
  }

  async #add(ended: EndedSession, nowMs: number): Promise<void> {
    const others = (await this.kept(nowMs)).filter(({ id }) => id !== ended.id)
    try {
      await mkdir(dirname(this.#path), { recursive: true })
      await replaceFile(`${this.#path}.draft`, this.#path, `${JSON.stringify([...others, ended])}\n`)
    } catch (cause) {
      throw this.#failure(cause)
    }
  }

  #failure(cause: unknown): AppError {
    return new AppError('access/store-failed', `Cannot use ${this.#path}: ${errorText(cause)}`, { cause })
  }
}

/** What somebody has damaged is no list: sessions are better let in than nobody. */
function parse(text: string): readonly EndedSession[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isEndedSession) : []
  } catch {
    return []
  }
}

function isEndedSession(value: unknown): value is EndedSession {
  const { id, untilMs } = (value ?? {}) as Partial<Record<keyof EndedSession, unknown>>
  return typeof id === 'string' && typeof untilMs === 'number'
}
