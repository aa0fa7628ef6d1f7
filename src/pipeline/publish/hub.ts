import { setTimeout as sleep } from 'node:timers/promises'
import { WritePace } from '../../lib/write-pace.ts'
import { type Position, ResultLog } from './result-log.ts'
import type { Subscriber } from './subscriber.ts'

/** A result on its way out: serialised once, in the shard. */
export interface OutgoingResult {
  readonly stream: string
  readonly abnormal: boolean
  /** The whole WebSocket message, JSON text. */
  readonly text: string
}

/** A result of another member of the fleet, as it was received: its text in UTF-8. */
export interface ForeignResult extends Omit<OutgoingResult, 'text'> {
  readonly text: Uint8Array
}

export interface HubOptions {
  /** `abnormal` sends abnormal results alone (WS_SEND_MODE). */
  readonly sendMode: 'all' | 'abnormal'
  /** Most results that wait for a slow subscriber (WS_QUEUE_MESSAGES). */
  readonly queueMessages: number
  /** Most bytes of them, all subscribers together since they share them; 16 MiB when left out. */
  readonly queueBytes?: number
  /** A subscriber that takes nothing for so long is disconnected, ms (WS_STALL_SECONDS). */
  readonly stallMs: number
  /** Monotonic, ms. */
  readonly clock: () => number
  /** As `WritePace` takes it. */
  readonly defer?: (task: () => void, delayMs: number) => void
  /** Told how many subscribers there are, whenever that changes. */
  readonly onClients?: (clients: number) => void
}

export interface HubStats {
  readonly clients: number
  /** Messages handed to subscribers. */
  readonly sent: number
  /** Messages that slow subscribers lost. */
  readonly dropped: number
  /** Subscribers that were disconnected because they took nothing. */
  readonly disconnected: number
  /** Results that wait for the slowest subscriber. */
  readonly queued: number
  readonly queuedBytes: number
}

/** One subscriber's place in the log. */
interface Seat {
  readonly subscriber: Subscriber
  next: Position
  /** Results it lost and was not told of yet. */
  untold: number
  /** Handed over and not taken yet. */
  batchesInFlight: number
  lastProgressMs: number
}

const DEFAULT_QUEUE_BYTES = 16 * 1024 * 1024
// Small, so that a slow client's batch is taken well within the stall limit: 16 KiB in 30 s is 550 bytes/s.
const HIGH_WATER_BYTES = 16 * 1024
const STALL_CHECK_MS = 1000
/** RFC 6455 and the IANA registry: going away, try again later. */
const GOING_AWAY = 1001
const TRY_AGAIN_LATER = 1013

/**
 * Fans results out to subscribers. Each is turned to bytes once and appended to one log; a slow subscriber falls behind
 * in it, loses its oldest results and is told how many by `"dropped": n` in the next message that reaches it.
 *
 * @example
 * hub.setStreams(3, ['gate-1'])
 * hub.publish({ stream: 'gate-1', abnormal: false, text: '{"epoch":3,"data":{}}' })
 */
export class ResultHub {
  readonly #options: HubOptions
  readonly #pace: WritePace
  readonly #log: ResultLog
  readonly #seats = new Set<Seat>()
  #streams: ReadonlySet<string> = new Set()
  #epoch = -1
  #stallTimer: NodeJS.Timeout | undefined
  #closing = false
  #onSeatChange: () => void = () => undefined
  #sent = 0
  #dropped = 0
  #disconnected = 0

  constructor(options: HubOptions) {
    this.#options = options
    this.#pace = new WritePace(options)
    this.#log = new ResultLog(options.queueMessages, options.queueBytes ?? DEFAULT_QUEUE_BYTES)
  }

  /** Begins to watch for stalled subscribers. */
  start(): void {
    this.#stallTimer ??= setInterval(() => this.dismissStalled(), STALL_CHECK_MS).unref()
  }

  /**
   * Replaces the streams whose results are sent; waiting results of others are taken back. A call with an epoch lower
   * than one seen before came late and is ignored.
   */
  setStreams(epoch: number, streams: Iterable<string>): void {
    if (epoch < this.#epoch) return
    this.#epoch = epoch
    const kept = new Set(streams)
    this.#streams = kept
    const moved = this.#log.keepOnly(stream => kept.has(stream))
    for (const seat of this.#seats) seat.next = moved(seat.next)
  }

  /** Sends one result to every subscriber, unless its stream is not subscribed or the send mode leaves it out. */
  publish(result: OutgoingResult | ForeignResult): void {
    if (this.#seats.size === 0 || this.#closing || !this.#streams.has(result.stream)) return
    if (this.#options.sendMode === 'abnormal' && !result.abnormal) return
    this.#log.append(result.stream, bytesOf(result.text))
    // What comes until then goes out in the same writes.
    this.#pace.plan(() => this.#flushAll(), this.#seats.size)
  }

  publishAll(results: readonly OutgoingResult[]): void {
    for (const result of results) this.publish(result)
  }

  /**
   * Adds a subscriber; it gets the results from now on.
   *
   * @returns Takes it out again; to be called when its connection is gone.
   */
  attach(subscriber: Subscriber): () => void {
    const seat: Seat = {
      subscriber,
      next: this.#log.end,
      untold: 0,
      batchesInFlight: 0,
      lastProgressMs: this.#options.clock()
    }
    this.#seats.add(seat)
    this.#options.onClients?.(this.#seats.size)
    if (this.#closing) subscriber.close(GOING_AWAY, 'Service is going away')
    return () => {
      if (this.#seats.delete(seat)) this.#options.onClients?.(this.#seats.size)
      this.#onSeatChange()
    }
  }

  /** Disconnects whoever took nothing for the stall limit although something was there to take. Runs every second. */
  dismissStalled(): void {
    const nowMs = this.#options.clock()
    for (const seat of this.#seats) {
      if (seat.batchesInFlight === 0 || nowMs - seat.lastProgressMs < this.#options.stallMs) continue
      this.#seats.delete(seat)
      this.#options.onClients?.(this.#seats.size)
      this.#disconnected++
      seat.subscriber.close(TRY_AGAIN_LATER, 'Client takes no results')
    }
  }

  stats(): HubStats {
    return {
      clients: this.#seats.size,
      sent: this.#sent,
      dropped: this.#dropped,
      disconnected: this.#disconnected,
      queued: this.#log.length,
      queuedBytes: this.#log.bytes
    }
  }

  /**
   * Sends what waits, says goodbye with 1001 and waits until every subscriber is gone.
   *
   * @param deadlineMs After it the rest is cut off.
   */
  async close(deadlineMs = 2000): Promise<void> {
    this.#closing = true
    clearInterval(this.#stallTimer)
    this.#flushAll()
    await this.#until(() => [...this.#seats].every(seat => this.#isIdle(seat)), deadlineMs / 2)
    for (const seat of this.#seats) seat.subscriber.close(GOING_AWAY, 'Service is going away')
    await this.#until(() => this.#seats.size === 0, deadlineMs / 2)
    for (const seat of this.#seats) seat.subscriber.terminate()
    this.#seats.clear()
  }

  #flushAll(): void {
    let slowest = this.#log.end
    for (const seat of this.#seats) {
      this.#flush(seat)
      slowest = Math.min(slowest, seat.next)
    }
    this.#log.forgetBefore(slowest)
  }

  #flush(seat: Seat): void {
    this.#countLost(seat)
    while (seat.next < this.#log.end && seat.subscriber.pendingBytes() < HIGH_WATER_BYTES) {
      const batch = this.#nextBatch(seat)
      if (seat.batchesInFlight === 0) seat.lastProgressMs = this.#options.clock()
      seat.batchesInFlight++
      this.#sent += batch.length
      seat.subscriber.send(batch, () => this.#onTaken(seat))
    }
  }

  #countLost(seat: Seat): void {
    const lost = this.#log.start - seat.next
    if (lost <= 0) return
    seat.next = this.#log.start
    seat.untold += lost
    this.#dropped += lost
  }

  #nextBatch(seat: Seat): Buffer[] {
    const batch: Buffer[] = []
    for (let bytes = 0; bytes < HIGH_WATER_BYTES; seat.next++) {
      const message = this.#log.at(seat.next)
      if (message === undefined) break
      batch.push(seat.untold === 0 ? message : withDropped(message, seat.untold))
      seat.untold = 0
      bytes += message.length
    }
    return batch
  }

  #onTaken(seat: Seat): void {
    seat.batchesInFlight--
    seat.lastProgressMs = this.#options.clock()
    if (!this.#seats.has(seat)) return
    this.#flush(seat)
    this.#onSeatChange()
  }

  #isIdle(seat: Seat): boolean {
    return seat.next === this.#log.end && seat.batchesInFlight === 0
  }

  async #until(isDone: () => boolean, deadlineMs: number): Promise<void> {
    if (isDone()) return
    const deadline = new AbortController()
    const done = new Promise<void>(resolve => {
      this.#onSeatChange = () => isDone() && resolve()
    })
    await Promise.race([done, sleep(deadlineMs, undefined, { signal: deadline.signal }).catch(() => undefined)])
    deadline.abort()
    this.#onSeatChange = () => undefined
  }
}

/** A copy: the bytes may be part of something large that must not live on with them. */
function bytesOf(text: string | Uint8Array): Buffer {
  return typeof text === 'string' ? Buffer.from(text) : Buffer.from(text)
}

/** The message with one more key at its top, for one subscriber alone. Every message is a JSON object with keys. */
function withDropped(message: Buffer, count: number): Buffer {
  return Buffer.concat([Buffer.from(`{"dropped":${count},`), message.subarray(1)])
}
