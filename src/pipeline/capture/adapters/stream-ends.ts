import type { Log } from '../../../lib/log.ts'
import type { StreamAudit } from './stream-audit.ts'
import type { WatchedCursor, WatchedStreams } from './watched-streams.ts'

export interface StreamEndsOptions {
  readonly watched: WatchedStreams
  readonly audit: StreamAudit
  readonly log: Log
}

/** Finds where new streams end, which is where reading them begins, and sets keys aside that are no streams. */
export class StreamEnds {
  readonly #options: StreamEndsOptions
  #fixing: Promise<void> | null = null
  /** Streams whose key is no stream, as far as that was told. */
  readonly #unreadable = new Set<string>()

  constructor(options: StreamEndsOptions) {
    this.#options = options
  }

  /** Asks the server where each new stream ends; one question at a time, since each begins an account. */
  async fix(isReady: () => boolean): Promise<void> {
    while (this.#fixing !== null) await this.#fixing
    const { watched, audit } = this.#options
    const open = watched.all().filter(({ cursor, stream }) => cursor === null || !audit.knows(stream))
    if (open.length === 0 || !isReady()) return
    this.#fixing = this.#fix(open)
    await this.#fixing
    this.#fixing = null
  }

  /** One key of another type makes the server refuse the whole read: find it, and read the others. */
  async setUnreadableAside(): Promise<void> {
    const { watched, audit } = this.#options
    const streams = watched.all()
    const ends = await audit.begin(streams)
    for (const stream of streams) {
      if (ends.has(stream.stream)) continue
      audit.forget(stream.stream)
      this.#tellUnreadable(stream)
    }
  }

  async #fix(open: readonly WatchedCursor[]): Promise<void> {
    const { audit, log } = this.#options
    try {
      const ends = await audit.begin(open)
      for (const stream of open) {
        const end = ends.get(stream.stream)
        if (end === undefined) {
          this.#tellUnreadable(stream)
        } else {
          stream.cursor ??= end
          this.#unreadable.delete(stream.stream)
        }
      }
    } catch (cause) {
      log.warn({ err: cause }, 'Cannot ask Redis where the streams end, trying again')
    }
  }

  /** A key that holds something else than a stream: its camera is silent, the others must not notice. */
  #tellUnreadable(watched: WatchedCursor): void {
    watched.cursor = null
    const { stream, key } = watched
    if (this.#unreadable.has(stream)) return
    this.#unreadable.add(stream)
    this.#options.log.error({ stream }, `Redis key ${key} is no stream, its camera has no frames`)
  }
}
