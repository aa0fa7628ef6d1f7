import type { Log } from '../lib/log.ts'
import type { CameraView } from './camera-view.ts'
import type { EventListener, EventLog, LoggedEvent, OverviewEvent } from './event-log.ts'
import { compareIds, type EventStream, isEntryId, type StreamEntry } from './event-stream.ts'
import { EventTail } from './event-tail.ts'
import { eventFromText, eventToText } from './event-text.ts'
import { EventWriter } from './event-writer.ts'

export interface FleetEventLogOptions {
  readonly stream: EventStream
  /** Tells this run from every other member's. */
  readonly origin: string
  /** How some of this member's own cameras are now. */
  readonly viewsOf: (streams: readonly string[]) => readonly CameraView[]
  readonly log: Log
}

/** One listener, and how far it is. */
interface Seat {
  readonly listener: EventListener
  readonly since: string | null
  /** What happened while it was looked up what it had missed; null once it has been told that. */
  early: LoggedEvent[] | null
  /** Nothing up to this id is told. */
  hasUpTo: string
  /** Counts how often it was begun to look up what it had missed. */
  attempts: number
  impatience: NodeJS.Timeout | undefined
}

export interface FleetEventStats {
  /** Own events that the others were not told. */
  readonly dropped: number
  /** Entries that say nothing this version knows. */
  readonly unreadable: number
}

/** More than this is not told again: whoever missed it loads everything anew, and sooner. */
const MOST_MISSED = 2000
const MOST_MISSED_CHARACTERS = 8 * 1024 * 1024
const PAGE = 200
/** So long a listener waits for a store that does not answer before it is told to load everything, ms. */
const IMPATIENT_AFTER_MS = 3000
/** Pages are loaded anew, connections change members: the tail goes on for a while, ms. */
const LINGER_MS = 10_000

/**
 * Events of all members, kept in the fleet's common stream, whose ids are the events' own: whoever lost one member goes on
 * at any other. The stream is followed while somebody listens.
 */
export class FleetEventLog implements EventLog {
  readonly #options: FleetEventLogOptions
  readonly #writer: EventWriter
  readonly #tail: EventTail
  readonly #seats = new Set<Seat>()
  #linger: NodeJS.Timeout | undefined
  #unreadable = 0
  #closed = false

  constructor(options: FleetEventLogOptions) {
    const { stream, origin, log } = options
    this.#options = options
    this.#writer = new EventWriter({ stream, writer: origin, log })
    this.#tail = new EventTail({
      stream,
      onEntry: entry => this.#onEntry(entry),
      onPlace: place => this.#onPlace(place),
      log
    })
  }

  get listeners(): number {
    return this.#seats.size
  }

  stats(): FleetEventStats {
    return { dropped: this.#writer.dropped, unreadable: this.#unreadable }
  }

  add(event: OverviewEvent, atMs: number): void {
    const whole = event.type === 'cameras' ? { ...event, views: this.#options.viewsOf(event.streams) } : event
    this.#writer.put(eventToText(whole, atMs))
  }

  listen(since: string | null, listener: EventListener): () => void {
    const seat: Seat = { listener, since, early: [], hasUpTo: '', attempts: 0, impatience: undefined }
    this.#seats.add(seat)
    clearTimeout(this.#linger)
    seat.impatience = setTimeout(() => this.#beginWithout(seat), IMPATIENT_AFTER_MS).unref()
    // Also when it runs: it may be about to end.
    this.#tail.start()
    if (this.#tail.place !== null) void this.#seatDown(seat, this.#tail.place)
    return () => this.#leave(seat)
  }

  start(): void {
    // The stream is followed once somebody listens.
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#linger)
    for (const seat of this.#seats) clearTimeout(seat.impatience)
    this.#seats.clear()
    this.#tail.stop()
    await this.#writer.close()
    await this.#options.stream.close()
  }

  #leave(seat: Seat): void {
    clearTimeout(seat.impatience)
    if (!this.#seats.delete(seat) || this.#seats.size > 0 || this.#closed) return
    this.#linger = setTimeout(() => this.#tail.stop(), LINGER_MS).unref()
  }

  #onPlace(place: StreamEntry): void {
    for (const seat of this.#seats) {
      if (seat.early !== null) void this.#seatDown(seat, place)
      else {
        seat.hasUpTo = place.id
        seat.listener.reset(place.id)
      }
    }
  }

  #onEntry({ id, text }: StreamEntry): void {
    const told = eventFromText(text)
    if (told === null) this.#unreadable++
    if (told?.what === 'gap') for (const seat of this.#seats) if (seat.early === null) seat.listener.reset(id)
    if (told?.what !== 'event') return
    const logged: LoggedEvent = { id, atMs: told.atMs, event: told.event }
    for (const seat of this.#seats) {
      if (seat.early !== null) seat.early.push(logged)
      else if (compareIds(id, seat.hasUpTo) > 0) seat.listener.take(logged)
    }
  }

  /** Looks up what a listener has missed up to this member's place, from which on it is told. */
  async #seatDown(seat: Seat, place: StreamEntry): Promise<void> {
    seat.early = []
    const attempt = ++seat.attempts
    try {
      const missed = seat.since === null ? [] : await this.#missed(seat.since, place.id)
      // It left, was told to load everything, or the place is another one by now.
      if (!this.#seats.has(seat) || seat.early === null || seat.attempts !== attempt) return
      this.#begin(seat, seat.since !== null && missed !== null ? seat.since : place.id, missed, place.id)
    } catch {
      // The tail fails likewise and tells its place anew, or impatience ends it.
    }
  }

  #begin(seat: Seat, newestId: string, missed: readonly LoggedEvent[] | null, placeId: string): void {
    const early = (seat.early ?? []).filter(({ id }) => compareIds(id, newestId) > 0)
    clearTimeout(seat.impatience)
    seat.early = null
    // Who comes from a member that was further ahead has some of what is still to come here.
    seat.hasUpTo = compareIds(newestId, placeId) > 0 ? newestId : placeId
    seat.listener.begin({ newestId: missed?.at(-1)?.id ?? newestId, missed })
    for (const event of early) if (this.#seats.has(seat)) seat.listener.take(event)
  }

  /** The store does not answer: the listener shows what it can load, and hears of it when events come again. */
  #beginWithout(seat: Seat): void {
    if (seat.early === null) return
    seat.early = null
    seat.listener.begin({ newestId: seat.since ?? '0-0', missed: null })
  }

  /** @returns Null when it is not known any more, or too much. */
  async #missed(since: string, upTo: string): Promise<LoggedEvent[] | null> {
    const { stream } = this.#options
    if (!isEntryId(since) || (await stream.get(since)) === null) return null
    const missed: LoggedEvent[] = []
    let characters = 0
    for (let at = since; compareIds(at, upTo) < 0; ) {
      const page = await stream.range(at, upTo, PAGE)
      for (const { id, text } of page) {
        at = id
        characters += text.length
        const told = eventFromText(text)
        if (told?.what === 'gap') return null
        if (told?.what === 'event') missed.push({ id, atMs: told.atMs, event: told.event })
      }
      if (missed.length > MOST_MISSED || characters > MOST_MISSED_CHARACTERS) return null
      if (page.length < PAGE) break
    }
    return missed
  }
}
