import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import type { EventStream, StreamEntry } from './event-stream.ts'

export interface EventTailOptions {
  readonly stream: Pick<EventStream, 'newest' | 'next' | 'get'>
  readonly onEntry: (entry: StreamEntry) => void
  /** Its place is known, for the first time or anew: entries between an old one and it were lost. */
  readonly onPlace: (place: StreamEntry) => void
  readonly log: Log
}

const MOST_AT_ONCE = 200
const WAIT_MS = 2000
const RETRY_MS = 250

/** Follows the common stream of events from its end on, over lost connections, and notices what was lost. */
export class EventTail {
  readonly #options: EventTailOptions
  readonly #throttle = new LogThrottle(10_000)
  #place: StreamEntry | null = null
  #running: Promise<void> | null = null
  #isWanted = false

  constructor(options: EventTailOptions) {
    this.#options = options
  }

  /** The last entry that was told of; null while none is known. */
  get place(): StreamEntry | null {
    return this.#place
  }

  start(): void {
    this.#isWanted = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      this.#place = null
      // Somebody came while it ended.
      if (this.#isWanted) this.start()
    })
  }

  /** Reads no more. Begins at the end again when it is started anew. */
  stop(): void {
    this.#isWanted = false
  }

  async #run(): Promise<void> {
    const { stream } = this.#options
    let isSure = true
    while (this.#isWanted) {
      try {
        if (this.#place === null) this.#begin(await stream.newest())
        else if (!isSure) await this.#makeSure(this.#place)
        isSure = true
        const entries = await stream.next(this.#place?.id ?? '', MOST_AT_ONCE, WAIT_MS)
        if (this.#isWanted) await this.#tell(entries)
      } catch (cause) {
        isSure = false
        this.#throttle.run(performance.now(), () =>
          this.#options.log.warn({ error: errorText(cause) }, 'Cannot follow the events of the fleet, trying again')
        )
        await new Promise(resolve => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  async #tell(entries: readonly StreamEntry[]): Promise<void> {
    for (const entry of entries) {
      // Trimmed before they were read, or another Redis.
      if (entry.number !== (this.#place?.number ?? 0) + 1) {
        this.#begin(await this.#options.stream.newest())
        return
      }
      this.#place = entry
      this.#options.onEntry(entry)
    }
  }

  /** After a lost connection it may be another Redis, or one that came back empty. */
  async #makeSure(place: StreamEntry): Promise<void> {
    const { stream } = this.#options
    const found = await stream.get(place.id)
    if (found?.number !== place.number || found.text !== place.text) this.#begin(await stream.newest())
  }

  #begin(place: StreamEntry): void {
    this.#place = place
    this.#options.onPlace(place)
  }
}
