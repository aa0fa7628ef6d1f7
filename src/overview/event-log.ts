import type { Incident } from '../model/incident.ts'

/** Something that has happened, for whoever listens. */
export type OverviewEvent =
  | { readonly type: 'incident-opened' | 'incident-updated' | 'incident-closed'; readonly incident: Incident }
  | { readonly type: 'cameras'; readonly streams: readonly string[] }
  | { readonly type: 'camera-removed' | 'settings'; readonly stream: string }

export interface NumberedEvent {
  /** Grows by one with each. */
  readonly number: number
  readonly atMs: number
  readonly event: OverviewEvent
}

/** Events that are kept for who lost the connection. */
const MOST_KEPT = 10_000

/** The newest events, and who is told of the next ones. */
export class EventLog {
  readonly #boot: string
  readonly #kept: NumberedEvent[] = []
  readonly #listeners = new Set<(event: NumberedEvent) => void>()
  #first = 0
  #number = 0

  /** @param boot Tells this run of the service from every other. */
  constructor(boot: string) {
    this.#boot = boot
  }

  /** Id of the newest event. */
  get newestId(): string {
    return this.idOf(this.#number)
  }

  get listeners(): number {
    return this.#listeners.size
  }

  idOf(number: number): string {
    return `${this.#boot}-${number}`
  }

  add(event: OverviewEvent, atMs: number): void {
    const numbered: NumberedEvent = { number: ++this.#number, atMs, event }
    this.#kept.push(numbered)
    if (this.#kept.length - this.#first > MOST_KEPT) this.#first++
    // Cut off now and then: shifting a list of thousands for each event would move them all.
    if (this.#first > MOST_KEPT) this.#kept.splice(0, this.#first)
    if (this.#first > MOST_KEPT) this.#first = 0
    for (const listener of this.#listeners) listener(numbered)
  }

  /**
   * What has happened since an event.
   *
   * @returns Null when that is not known any more: of another run, too long ago, or no id at all.
   */
  since(id: string): readonly NumberedEvent[] | null {
    const digits = id.startsWith(`${this.#boot}-`) ? id.slice(this.#boot.length + 1) : ''
    const number = Number(digits)
    if (!/^\d{1,15}$/.test(digits) || number > this.#number) return null
    const oldest = this.#kept[this.#first]?.number ?? this.#number + 1
    if (number < oldest - 1) return null
    return this.#kept.slice(this.#first + Math.max(0, number - oldest + 1))
  }

  /** @returns Ends the listening. */
  listen(listener: (event: NumberedEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
