import { errorText } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import { Fifo } from '../lib/fifo.ts'
import { KeptEntries } from '../lib/kept-entries.ts'
import type { Log } from '../lib/log.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import type { EventStream } from './event-stream.ts'
import { GAP_TEXT } from './event-text.ts'

export interface EventWriterOptions {
  readonly stream: Pick<EventStream, 'append'>
  /** Tells this run from every other writer. */
  readonly writer: string
  readonly log: Log
}

interface Waiting {
  readonly number: number
  readonly text: string
}

/** One call. */
const MOST_AT_ONCE = 100
const MOST_CHARACTERS_AT_ONCE = 512 * 1024
/** What waits while the store is down. */
const MOST_WAITING = 5000
const MOST_WAITING_CHARACTERS = 16 * 1024 * 1024
const RETRY_MS = 500
const CLOSE_MS = 2000

/** Brings this member's events into the common stream: each once, in their order, and says so where some had to be left out. */
export class EventWriter {
  readonly #options: EventWriterOptions
  readonly #throttle = new LogThrottle(10_000)
  readonly #waiting = new Fifo<Waiting>()
  #waitingCharacters = 0
  #number = 0
  readonly #kept = new KeptEntries()
  #writing: Promise<void> | null = null
  #closed = false
  #dropped = 0

  constructor(options: EventWriterOptions) {
    this.#options = options
  }

  /** Events that were left out. */
  get dropped(): number {
    return this.#dropped
  }

  put(text: string): void {
    this.#add({ number: ++this.#number, text })
    this.#bound()
    this.#write()
  }

  /** Tries what waits for a last time. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#writing !== null) await withDeadline(this.#writing, CLOSE_MS, 'Writing events').catch(() => undefined)
  }

  #write(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null
      // Put after the last look, and before this.
      if (this.#waiting.length > 0 && !this.#closed) this.#write()
    })
  }

  async #writeAll(): Promise<void> {
    // What comes in this turn goes along.
    await new Promise(resolve => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch()
      try {
        await this.#append(batch)
      } catch (cause) {
        for (const one of batch.toReversed()) this.#giveBack(one)
        this.#bound()
        this.#throttle.run(performance.now(), () =>
          this.#options.log.warn({ error: errorText(cause), waiting: this.#waiting.length }, 'Events cannot be told')
        )
        if (this.#closed) return
        await new Promise(resolve => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  async #append(batch: readonly Waiting[]): Promise<void> {
    const { stream, writer } = this.#options
    const [first] = batch
    if (first === undefined) return
    const texts = batch.map(({ text }) => text)
    for (const text of texts) this.#kept.add(text.length)
    await stream.append(writer, first.number, texts, this.#kept.most)
  }

  /** The next that can go at once: with numbers that follow each other. */
  #takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    let characters = 0
    while (batch.length < MOST_AT_ONCE && characters < MOST_CHARACTERS_AT_ONCE) {
      const next = this.#waiting.shift()
      if (next === undefined) break
      const last = batch.at(-1)
      if (last !== undefined && next.number !== last.number + 1) {
        this.#waiting.unshift(next)
        break
      }
      this.#waitingCharacters -= next.text.length
      characters += next.text.length
      batch.push(next)
    }
    return batch
  }

  #add(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#waitingCharacters += waiting.text.length
  }

  #giveBack(waiting: Waiting): void {
    this.#waiting.unshift(waiting)
    this.#waitingCharacters += waiting.text.length
  }

  /** Of too many the oldest go, and one entry in the place of the last of them says so. */
  #bound(): void {
    let lost: Waiting | undefined
    while (this.#waiting.length > MOST_WAITING || this.#waitingCharacters > MOST_WAITING_CHARACTERS) {
      lost = this.#waiting.shift()
      if (lost === undefined) break
      this.#waitingCharacters -= lost.text.length
      if (lost.text !== GAP_TEXT) this.#dropped++
    }
    if (lost !== undefined) this.#giveBack({ number: lost.number, text: GAP_TEXT })
  }
}
