import { errorText } from '../errors.ts'
import { Fifo } from '../lib/fifo.ts'
import type { Log } from '../lib/log.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import type { FleetChannels } from './fleet-channels.ts'
import type { FleetReader } from './fleet-reader.ts'
import { BEAT_MS, ListenerPresence } from './listener-presence.ts'
import { batchFromBytes, batchToBytes, type SharedResult, sizeOf } from './result-batch.ts'
import { ResultGate } from './result-gate.ts'

export interface ResultExchangeOptions {
  readonly channels: FleetChannels
  readonly fleet: Pick<FleetReader, 'fenceOf'>
  /** Gives this member's own clients what they are to get. */
  readonly hub: { publish(result: OwnResult | SharedResult): void }
  /** `abnormal` sends abnormal results alone (WS_SEND_MODE). */
  readonly sendMode: 'all' | 'abnormal'
  /** Tells this run from every other member's; ASCII, at most 255 characters. */
  readonly origin: string
  /** Monotonic ms. */
  readonly clock: () => number
  readonly log: Log
}

/** A result of one of this member's own cameras. */
interface OwnResult {
  readonly stream: string
  readonly abnormal: boolean
  readonly text: string
  readonly cursor: string | null
}

export interface ExchangeStats {
  /** Results that other members were told. */
  readonly sent: number
  /** Results that other members could not be told: too many at once, or Redis did not take them. */
  readonly dropped: number
  /** Results of other members. */
  readonly received: number
  /** Results that were not given to clients: of an owner that is one no more, told before by another, or no result at all. */
  readonly refused: { readonly stale: number; readonly repeated: number; readonly unreadable: number }
}

/** One message; Redis sends it to everybody who listens. */
const MOST_BATCH_BYTES = 256 * 1024
/** What waits while Redis is slow. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024
/** Clients that come and go must not make everybody begin and stop, ms. */
const LINGER_MS = 5000

/** Gives the results of all members' cameras to the clients of each: own ones to the others, and theirs to the own clients. */
export class ResultExchange {
  readonly #options: ResultExchangeOptions
  readonly #gate = new ResultGate()
  readonly #presence = new ListenerPresence()
  readonly #throttle = new LogThrottle(10_000)
  #waiting = new Fifo<SharedResult>()
  #waitingBytes = 0
  #isSending = false
  #stops: (() => void)[] = []
  #stopResults: (() => void) | null = null
  #beats: NodeJS.Timeout | undefined
  #linger: NodeJS.Timeout | undefined
  #closed = false
  #sent = 0
  #dropped = 0
  #received = 0
  #refused = { stale: 0, repeated: 0, unreadable: 0 }

  constructor(options: ResultExchangeOptions) {
    this.#options = options
  }

  start(): void {
    this.#stops.push(this.#options.channels.listen('listening', message => this.#hear(message)))
  }

  /** Results of this member's own cameras, on their way to its clients and the other members'. */
  offer(results: readonly OwnResult[]): void {
    const { fleet, hub, sendMode, clock } = this.#options
    const nowMs = clock()
    const isAsked = this.#presence.anyListens(nowMs)
    for (const result of results) {
      const fence = fleet.fenceOf(result.stream)
      if (!this.#admits(result, fence?.token ?? -1, nowMs) || fence === null) continue
      hub.publish(result)
      if (!isAsked || (sendMode === 'abnormal' && !result.abnormal)) continue
      this.#enqueue({ ...result, token: fence.token, text: Buffer.from(result.text) })
    }
  }

  /** How many clients of results this member has. While it has any, the other members send theirs. */
  setClients(count: number): void {
    clearTimeout(this.#linger)
    if (count > 0) this.#listen()
    else if (this.#stopResults !== null) this.#linger = setTimeout(() => this.#leave(), LINGER_MS).unref()
  }

  /** Forgets cameras that are not subscribed any more. */
  setStreams(streams: Iterable<string>): void {
    this.#gate.keepOnly(new Set(streams))
  }

  stats(): ExchangeStats {
    const { stale, repeated, unreadable } = this.#refused
    return {
      sent: this.#sent,
      dropped: this.#dropped,
      received: this.#received,
      refused: { stale, repeated, unreadable }
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#linger)
    this.#leave()
    for (const stop of this.#stops.splice(0)) stop()
  }

  #listen(): void {
    if (this.#stopResults !== null || this.#closed) return
    const { channels } = this.#options
    // Only once messages come: whoever begins to send has somebody who takes them.
    this.#stopResults = channels.listen(
      'results',
      message => this.#take(message),
      () => this.#beat(true)
    )
    this.#beats = setInterval(() => this.#beat(false), BEAT_MS).unref()
  }

  #leave(): void {
    if (this.#stopResults === null) return
    clearInterval(this.#beats)
    this.#stopResults()
    this.#stopResults = null
    this.#tell('-')
  }

  #beat(isNew: boolean): void {
    if (isNew || this.#presence.mustBeat(this.#options.clock())) this.#tell('+')
  }

  #tell(what: '+' | '-'): void {
    const { channels, origin } = this.#options
    // Lost: the next beat, or their patience, says the same.
    channels.send('listening', Buffer.from(what + origin, 'latin1')).catch(() => undefined)
  }

  #hear(message: Buffer): void {
    const { origin, clock } = this.#options
    const text = message.toString('latin1')
    const other = text.slice(1)
    if (other === origin || text.length > 256) return
    if (text[0] === '+') this.#presence.heard(other, clock())
    else if (text[0] === '-') this.#presence.left(other)
  }

  #take(message: Buffer): void {
    const batch = batchFromBytes(message)
    if (batch === null) {
      this.#refused.unreadable++
      return
    }
    if (batch.origin === this.#options.origin) return
    const nowMs = this.#options.clock()
    for (const result of batch.results) {
      if (!this.#admits(result, result.token, nowMs)) continue
      this.#received++
      this.#options.hub.publish(result)
    }
  }

  #admits({ stream, cursor }: Pick<OwnResult, 'stream' | 'cursor'>, token: number, nowMs: number): boolean {
    // Not ours any more: its new owner tells its results from now on.
    const outcome = token < 0 ? 'stale' : this.#gate.admit(stream, token, cursor, nowMs)
    if (outcome !== 'new') this.#refused[outcome]++
    return outcome === 'new'
  }

  #enqueue(result: SharedResult): void {
    this.#waiting.push(result)
    this.#waitingBytes += sizeOf(result)
    while (this.#waitingBytes > MOST_WAITING_BYTES) {
      const oldest = this.#waiting.shift()
      if (oldest === undefined) break
      this.#waitingBytes -= sizeOf(oldest)
      this.#drop(1, 'Redis takes results more slowly than they come')
    }
    if (this.#isSending) return
    this.#isSending = true
    // What comes in this turn leaves in one message.
    setImmediate(() => void this.#sendAll())
  }

  async #sendAll(): Promise<void> {
    const { channels, origin } = this.#options
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch()
      try {
        await channels.send('results', batchToBytes(origin, batch))
        this.#sent += batch.length
      } catch (cause) {
        this.#drop(batch.length, errorText(cause))
      }
    }
    this.#isSending = false
  }

  #nextBatch(): SharedResult[] {
    const batch: SharedResult[] = []
    for (let bytes = 0; bytes < MOST_BATCH_BYTES; ) {
      const result = this.#waiting.shift()
      if (result === undefined) break
      batch.push(result)
      bytes += sizeOf(result)
      this.#waitingBytes -= sizeOf(result)
    }
    return batch
  }

  #drop(count: number, error: string): void {
    this.#dropped += count
    this.#throttle.run(this.#options.clock(), () => {
      this.#options.log.warn({ error, dropped: this.#dropped }, 'Clients of other members lose results')
    })
  }
}
