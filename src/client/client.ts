import { type CallInput, type CallParts, callService } from './call-service.ts'
import { CameraCheckError } from './camera-check-error.ts'
import { OPERATIONS, type RestCalls } from './generated/calls.ts'
import type { ResultMessage, ServiceEvent } from './generated/types.ts'
import { MessageStream, type StreamParts } from './message-stream.ts'
import { findSocketClass, openSocket, type SocketClass, type SocketListener } from './socket.ts'

// The one door of the package: what a caller has to name comes with the client.
// biome-ignore lint/performance/noBarrelFile: an error is told by its class, and a package has one entry.
export { CameraCheckError } from './camera-check-error.ts'
export { type ReceivedWebhook, type VerifyOptions, verifyWebhook } from './verify-webhook.ts'
export type * from './generated/types.ts'
export type { RestCalls } from './generated/calls.ts'
export type { MessageStream, StreamFigures, StreamState } from './message-stream.ts'

export interface ClientOptions {
  /** Where the service is, with BASE_PATH where it has one: `http://127.0.0.1:5020`, `https://host/camera-check`. */
  readonly url: string
  /** One of the service's API_TOKENS, or what gives it anew before each call; left out where none is asked for. */
  readonly token?: string | (() => string | Promise<string>)
  /** A call that is not answered after so long is rejected, ms; 30,000 when left out. */
  readonly timeoutMs?: number
  /** In place of the platform's. */
  readonly fetch?: typeof fetch
  /** In place of the platform's, or of the package ws where the platform has none. */
  readonly WebSocket?: SocketClass
}

export interface StreamOptions {
  /** Ends the stream. */
  readonly signal?: AbortSignal
  /** Messages that may wait for one iterator; of more the oldest are dropped and counted; 1,000 when left out. */
  readonly bufferSize?: number
  /** A connection on which nothing is heard for so long is given up and opened anew, ms; 60,000 for results, 10,000 for events. */
  readonly silenceMs?: number
  /** A connection that does not open is given up after so long, ms; 10,000 when left out. */
  readonly openMs?: number
  /** Longest waits before the next try, ms: after the first failure (500), and of all (30,000); the wait is a random share. */
  readonly backoff?: { readonly firstMs: number; readonly mostMs: number }
}

export interface EventOptions<Type extends EventType> extends StreamOptions {
  /** Only of these cameras. */
  readonly streams?: readonly string[]
  /** Id of the last event of an earlier run: what happened since comes first, or `reset`. */
  readonly since?: string
  /** Only these kinds of events. */
  readonly types?: readonly Type[]
}

export type EventType = ServiceEvent['type']

const DEFAULTS = { bufferSize: 1000, openMs: 10_000, backoff: { firstMs: 500, mostMs: 30_000 } }
/** The service pings every 20 s, which browsers do not tell; a camera that works is heard of more often. */
const RESULTS_SILENCE_MS = 60_000
/** Events tick every 2 s. */
const EVENTS_SILENCE_MS = 10_000

/**
 * A client of one service. It holds nothing open by itself: calls end, and streams are connected while somebody listens.
 *
 * @throws CameraCheckError `client/invalid` for a url that is none
 * @example
 * const client = new CameraCheckClient({ url: 'http://127.0.0.1:5020', token: process.env.TOKEN })
 * await client.rest.subscribe({ body: { streams: ['gate-1'] } })
 * for await (const { data } of client.results()) console.log(data.stream, data.result.state)
 */
export class CameraCheckClient {
  /** Every call of the HTTP API by its name. */
  readonly rest: RestCalls
  /** Where the service is, without a slash at its end. */
  readonly url: string
  readonly #parts: CallParts
  readonly #socketClass: SocketClass | undefined

  constructor(options: ClientOptions) {
    const { token, timeoutMs = 30_000 } = options
    this.url = checkedUrl(options.url)
    this.#parts = {
      url: this.url,
      token: async () => (typeof token === 'function' ? await token() : (token ?? null)),
      fetch: options.fetch ?? globalThis.fetch,
      timeoutMs
    }
    this.#socketClass = options.WebSocket
    this.rest = makeCalls(this.#parts)
  }

  /** Results of judged frames, from now on. What is lost with a connection is not told again. */
  results(options: StreamOptions = {}): MessageStream<ResultMessage> {
    return new MessageStream<ResultMessage>({
      ...partsOf(options, RESULTS_SILENCE_MS),
      connect: (_lastId, listener, signal) => this.#connect('/pushhub/ws/results', {}, listener, signal),
      idOf: () => null,
      droppedOf: ({ dropped = 0 }) => dropped,
      wants: () => true,
      since: null
    })
  }

  /**
   * What happens: incidents, cameras, settings. After a lost connection what was missed follows, or an event `reset` when
   * that is not known any more.
   */
  events<Type extends EventType = EventType>(
    options: EventOptions<Type> = {}
  ): MessageStream<Extract<ServiceEvent, { type: Type }>> {
    type Event = Extract<ServiceEvent, { type: Type }>
    const { streams, since = null, types } = options
    const wanted: ReadonlySet<EventType> | null = types === undefined ? null : new Set(types)
    return new MessageStream<Event>({
      ...partsOf(options, EVENTS_SILENCE_MS),
      connect: (lastId, listener, signal) =>
        this.#connect(
          '/pushhub/ws/events',
          {
            ...(streams === undefined ? {} : { streams: streams.join(',') }),
            ...(lastId === null ? {} : { since: lastId })
          },
          listener,
          signal
        ),
      idOf: ({ id }) => id,
      droppedOf: () => 0,
      wants: ({ type }) => wanted === null || wanted.has(type),
      since
    })
  }

  /** Asks for a ticket first: unlike a WebSocket, a call says why it was refused, and no token stands in an address. */
  async #connect(
    path: string,
    query: Readonly<Record<string, string>>,
    listener: SocketListener,
    signal: AbortSignal
  ): Promise<() => void> {
    const Socket = await findSocketClass(this.#socketClass)
    const { ticket } = await this.rest.createTicket({ signal })
    const search = new URLSearchParams({ ...query, ticket })
    return openSocket(Socket, `${this.url.replace(/^http/, 'ws')}${path}?${search}`, listener)
  }
}

function partsOf(
  { signal, ...options }: StreamOptions,
  silenceMs: number
): Omit<StreamParts<never>, 'connect' | 'idOf' | 'droppedOf' | 'wants' | 'since'> {
  const { bufferSize, openMs, backoff } = { ...DEFAULTS, ...options }
  if (!Number.isInteger(bufferSize) || bufferSize < 1) {
    throw new CameraCheckError(
      'client/invalid',
      `Cannot open a stream: expected a bufferSize of 1 or more, received ${bufferSize}`
    )
  }
  return {
    ...{ signal, bufferSize, openMs, backoff },
    silenceMs: options.silenceMs ?? silenceMs,
    clock: () => performance.now(),
    random: Math.random
  }
}

/** One function for each row of the table; which takes and gives what, the table's interface says. */
function makeCalls(parts: CallParts): RestCalls {
  const calls = Object.entries(OPERATIONS).map(([name, row]) => [
    name,
    (input?: CallInput) => callService(parts, row, input)
  ])
  return Object.fromEntries(calls) as RestCalls
}

/** Without the slash at its end, and without what is behind the path. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CameraCheckError(
      'client/invalid',
      `Cannot use the url ${JSON.stringify(text)}: expected http:// or https://`
    )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
