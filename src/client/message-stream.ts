import type { BackoffLimits } from '../lib/backoff.ts'
import { fullJitterMs } from '../lib/full-jitter.ts'
import { pause } from '../lib/pause.ts'
import type { CameraCheckError } from './camera-check-error.ts'
import { type ConnectionEnd, holdConnection } from './hold-connection.ts'
import { MessageReader } from './message-reader.ts'
import type { SocketListener } from './socket.ts'

/**
 * - `idle`: nobody listens, so that there is no connection
 * - `connecting`, `open`
 * - `waiting`: the connection was lost; the next try follows
 * - `closed`: by `close`, the signal, or an error that another try would not mend
 */
export type StreamState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed'

/** What a stream has done so far. */
export interface StreamFigures {
  /** Messages that arrived. */
  readonly received: number
  /** Messages that iterators of this stream lost because they were slow. */
  readonly dropped: number
  /** Results that the service left out because this connection was slow, as it told. */
  readonly droppedByService: number
  /** Connections that were opened. */
  readonly connections: number
  /** Messages that could not be read, and were passed over. */
  readonly unreadable: number
}

export interface StreamParts<T> {
  /** Opens a connection. @param lastId Of the last message that had one. @returns Ends it at once. @throws CameraCheckError */
  readonly connect: (lastId: string | null, listener: SocketListener, signal: AbortSignal) => Promise<() => void>
  /** Id of a message by which the stream goes on after it; null where there is none. */
  readonly idOf: (message: T) => string | null
  /** How many the service says it left out. */
  readonly droppedOf: (message: T) => number
  /** Which messages are handed on. */
  readonly wants: (message: T) => boolean
  /** Id to begin behind. */
  readonly since: string | null
  /** A connection that is silent for so long is given up, ms. */
  readonly silenceMs: number
  /** A connection that is not open after so long is given up, ms. */
  readonly openMs: number
  readonly backoff: BackoffLimits
  /** Messages that may wait for one iterator. */
  readonly bufferSize: number
  readonly signal: AbortSignal | undefined
  /** Steady, ms. */
  readonly clock: () => number
  /** 0..1 */
  readonly random: () => number
}

/**
 * Messages of one WebSocket that comes back when it is lost. It is connected while somebody listens, by iterating over it
 * or by `onMessage`; each listener gets every message from then on.
 *
 * @example for await (const { data } of client.results({ signal })) console.log(data.stream, data.result.state)
 */
export class MessageStream<T extends object> implements AsyncIterable<T> {
  readonly #parts: StreamParts<T>
  readonly #readers = new Set<MessageReader<T>>()
  readonly #listeners = new Set<(message: T) => void>()
  readonly #stateListeners = new Set<(state: StreamState, reason: string) => void>()
  readonly #closing = new AbortController()
  #session: AbortController | null = null
  #state: StreamState = 'idle'
  #error: CameraCheckError | null = null
  #lastId: string | null
  #figures = { received: 0, dropped: 0, droppedByService: 0, connections: 0, unreadable: 0 }

  constructor(parts: StreamParts<T>) {
    this.#parts = parts
    this.#lastId = parts.since
    const { signal } = parts
    if (signal?.aborted) this.close()
    else signal?.addEventListener('abort', () => this.close(), { signal: this.#closing.signal })
  }

  get state(): StreamState {
    return this.#state
  }

  get figures(): StreamFigures {
    return { ...this.#figures }
  }

  /** Id of the last message that has one, to begin behind as `since` in another run; null where messages have none. */
  get lastId(): string | null {
    return this.#lastId
  }

  /** Why the stream ended by itself; null while it has not. */
  get error(): CameraCheckError | null {
    return this.#error
  }

  /** Calls back with each message. @returns Ends it. */
  onMessage(listener: (message: T) => void): () => void {
    // A function of its own: the same may be given twice.
    const own = (message: T): void => listener(message)
    this.#listeners.add(own)
    this.#begin()
    return () => {
      this.#listeners.delete(own)
      this.#restIfAlone()
    }
  }

  /** Calls back with each change of state, and why. @returns Ends it. */
  onState(listener: (state: StreamState, reason: string) => void): () => void {
    const own = (state: StreamState, reason: string): void => listener(state, reason)
    this.#stateListeners.add(own)
    return () => void this.#stateListeners.delete(own)
  }

  /** Ends the stream for good; iterators hand out what waits, and end. */
  close(): void {
    this.#end(null)
  }

  /** An iterator of its own. A stream that ends by an error throws it once what waits has been handed out. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    const reader = new MessageReader<T>(this.#parts.bufferSize, () => {
      this.#readers.delete(reader)
      this.#restIfAlone()
    })
    this.#readers.add(reader)
    if (this.#state === 'closed') reader.end(this.#error)
    this.#begin()
    return reader
  }

  #begin(): void {
    if (this.#state === 'closed' || this.#session !== null) return
    this.#session = new AbortController()
    void this.#run(this.#session.signal)
  }

  #restIfAlone(): void {
    if (this.#readers.size + this.#listeners.size > 0 || this.#state === 'closed') return
    this.#session?.abort()
    this.#session = null
    this.#setState('idle', 'nobody listens')
  }

  #end(error: CameraCheckError | null): void {
    if (this.#state === 'closed') return
    this.#error = error
    this.#session?.abort()
    this.#session = null
    this.#closing.abort()
    for (const reader of this.#readers) reader.end(error)
    this.#setState('closed', error?.message ?? 'ended by the client')
  }

  /** Connects again and again until its session ends. */
  async #run(session: AbortSignal): Promise<void> {
    for (let failures = 0; !session.aborted; ) {
      this.#setState('connecting', '')
      const receivedBefore = this.#figures.received
      const { reason, error } = await this.#connection(session)
      if (session.aborted) return
      if (error !== null && !error.isTemporary) {
        this.#end(error)
        return
      }
      failures = this.#figures.received > receivedBefore ? 1 : failures + 1
      const waitMs = fullJitterMs(failures, this.#parts.backoff, this.#parts.random())
      this.#setState('waiting', reason)
      await pause(Math.max(waitMs, error?.retryAfterMs ?? 0), session)
    }
  }

  #connection(session: AbortSignal): Promise<ConnectionEnd> {
    const { connect, ...parts } = this.#parts
    return holdConnection(
      {
        ...parts,
        connect: (listener, signal) => connect(this.#lastId, listener, signal),
        onOpen: () => {
          this.#figures.connections++
          this.#setState('open', '')
        },
        onMessage: text => this.#take(text)
      },
      session
    )
  }

  #take(text: string): void {
    const message = parse<T>(text)
    if (message === null) {
      this.#figures.unreadable++
      return
    }
    this.#figures.received++
    this.#figures.droppedByService += this.#parts.droppedOf(message)
    this.#lastId = this.#parts.idOf(message) ?? this.#lastId
    if (!this.#parts.wants(message)) return
    for (const reader of this.#readers) this.#figures.dropped += reader.push(message)
    for (const listener of this.#listeners) callApart(() => listener(message))
  }

  #setState(state: StreamState, reason: string): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#stateListeners) callApart(() => listener(state, reason))
  }
}

function parse<T extends object>(text: string): T | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? (value as T | null) : null
  } catch {
    return null
  }
}

/** A listener's mistake is told where mistakes are told, and is no reason to lose the connection. */
function callApart(action: () => void): void {
  try {
    action()
  } catch (mistake) {
    queueMicrotask(() => {
      throw mistake
    })
  }
}
