import type { ServiceEvent } from '../../src/http/schemas/events.ts'
import { backOffMs } from './back-off.ts'

/** The service sends a tick every 2 s: after so long without anything the connection is dead, whatever it says, ms. */
const SILENCE_MS = 7000

/** As much of a WebSocket as is needed. */
export interface EventSocket {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: (() => void) | null
  onerror: (() => void) | null
  close(): void
}

export interface EventsClientOptions {
  /** @param since Id of the last event received, or null. */
  readonly open: (since: string | null) => EventSocket
  readonly onEvent: (event: ServiceEvent) => void
  readonly onState: (state: 'live' | 'lost') => void
  readonly random: () => number
}

/**
 * Follows the service's events for as long as it is wanted: connects again after every loss, later and later, and asks
 * for what it missed.
 */
export class EventsClient {
  readonly #options: EventsClientOptions
  #socket: EventSocket | null = null
  #lastId: string | null = null
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(options: EventsClientOptions) {
    this.#options = options
  }

  start(): void {
    this.#connect()
  }

  close(): void {
    clearTimeout(this.#retry)
    this.#drop()
  }

  /** The network is back, or somebody looks again: does not wait for the next attempt. */
  retryNow(): void {
    if (this.#socket !== null) return
    clearTimeout(this.#retry)
    this.#connect()
  }

  #connect(): void {
    const socket = this.#options.open(this.#lastId)
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#take(data)
    socket.onclose = () => this.#lose()
    socket.onerror = () => this.#lose()
    this.#watch()
  }

  #take(data: unknown): void {
    const event = parsed(data)
    if (event === null) return
    this.#watch()
    this.#failures = 0
    if (event.id !== undefined) this.#lastId = event.id
    if (event.type === 'hello') this.#options.onState('live')
    this.#options.onEvent(event)
  }

  #watch(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lose(), SILENCE_MS)
  }

  #lose(): void {
    this.#drop()
    this.#failures++
    this.#options.onState('lost')
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#connect(), backOffMs(this.#failures, this.#options.random()))
  }

  #drop(): void {
    clearTimeout(this.#silence)
    const socket = this.#socket
    this.#socket = null
    if (socket === null) return
    // What a socket says after it was given up belongs to nobody.
    socket.onmessage = null
    socket.onclose = null
    socket.onerror = null
    socket.close()
  }
}

function parsed(data: unknown): ServiceEvent | null {
  try {
    const event: unknown = JSON.parse(String(data))
    return typeof event === 'object' && event !== null && 'type' in event ? (event as ServiceEvent) : null
  } catch {
    return null
  }
}
