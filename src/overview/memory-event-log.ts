import type { EventListener, EventLog, LoggedEvent, OverviewEvent } from './event-log.ts'

/** Events that are kept for who lost the connection. */
const MOST_KEPT = 10_000

/** Events of this process, in its memory. */
export class MemoryEventLog implements EventLog {
  readonly #boot: string
  readonly #kept: LoggedEvent[] = []
  readonly #listeners = new Set<EventListener>()
  #first = 0
  #number = 0

  /** @param boot Tells this run of the service from every other. */
  constructor(boot: string) {
    this.#boot = boot
  }

  get listeners(): number {
    return this.#listeners.size
  }

  add(event: OverviewEvent, atMs: number): void {
    const logged: LoggedEvent = { id: this.#idOf(++this.#number), atMs, event }
    this.#kept.push(logged)
    if (this.#kept.length - this.#first > MOST_KEPT) this.#first++
    // Cut off now and then: shifting a list of thousands for each event would move them all.
    if (this.#first > MOST_KEPT) this.#kept.splice(0, this.#first)
    if (this.#first > MOST_KEPT) this.#first = 0
    for (const listener of this.#listeners) listener.take(logged)
  }

  listen(since: string | null, listener: EventListener): () => void {
    this.#listeners.add(listener)
    listener.begin({ newestId: this.#idOf(this.#number), missed: since === null ? [] : this.#since(since) })
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    // Nothing to begin.
  }

  async close(): Promise<void> {
    this.#listeners.clear()
  }

  #idOf(number: number): string {
    return `${this.#boot}-${number}`
  }

  /** @returns Null when that is not known any more: of another run, too long ago, or no id at all. */
  #since(id: string): readonly LoggedEvent[] | null {
    const digits = id.startsWith(`${this.#boot}-`) ? id.slice(this.#boot.length + 1) : ''
    const number = Number(digits)
    if (!/^\d{1,15}$/.test(digits) || number > this.#number) return null
    const oldest = this.#number - (this.#kept.length - this.#first) + 1
    if (number < oldest - 1) return null
    return this.#kept.slice(this.#first + number - oldest + 1)
  }
}
