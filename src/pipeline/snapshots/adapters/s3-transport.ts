import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { withDeadline } from '../../../lib/deadline.ts'

/** Statuses with which a store says that it cannot just now. The client would throw their answer away unread. */
const PASSING_STATUSES = new Set([408, 429, 499, 500, 502, 503, 504, 507, 520])

/** What is known of one call while its requests are under way. */
interface Call {
  readonly signal: AbortSignal
  /** HTTP status of the last answer, null while there is none. */
  status: number | null
}

/** Why a call failed, and the status of the answer, null when none came. */
export class S3CallError extends Error {
  override readonly name = 'S3CallError'
  readonly status: number | null

  constructor(cause: unknown, status: number | null) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.status = status
  }
}

/**
 * The requests of the minio client, with what it lacks: it has no deadline (a server that accepts and never answers
 * holds it for ever), it leaves answers like 503 unread (and their connection with them), and it leaves errors of
 * sockets that belong to no request any more unheard, which ends the process (minio-js issue 1430).
 */
export class S3Transport {
  readonly agent: http.Agent
  readonly #requestFunction: typeof http.request
  readonly #calls = new AsyncLocalStorage<Call>()
  readonly #underWay = new Set<AbortController>()

  constructor(secure: boolean) {
    // Many calls in a row: a new connection for each would cost a round trip, and two more for TLS.
    const options = { keepAlive: true, scheduling: 'lifo' } as const
    this.agent = secure ? new https.Agent(options) : new http.Agent(options)
    this.#requestFunction = secure ? https.request : http.request
  }

  /** For the client's option `transport`. */
  readonly request = (
    options: http.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void
  ): http.ClientRequest => {
    const call = this.#calls.getStore()
    const request = this.#requestFunction(call ? { ...options, signal: call.signal } : options, response => {
      if (call) call.status = response.statusCode ?? null
      response.on('error', ignore)
      if (PASSING_STATUSES.has(response.statusCode ?? 0)) {
        request.destroy(new Error(`The store answered ${response.statusCode}`))
        return
      }
      onResponse(response)
    })
    request.on('error', ignore)
    request.on('socket', listenForErrors)
    return request
  }

  /**
   * Runs one action of the client, at most so long; then, and on `close`, its connection is destroyed.
   *
   * @throws S3CallError
   */
  async call<T>(deadlineMs: number, action: () => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const call: Call = { signal: controller.signal, status: null }
    this.#underWay.add(controller)
    try {
      return await withDeadline(this.#calls.run(call, action), deadlineMs, 'The store', () => controller.abort())
    } catch (thrown) {
      throw new S3CallError(thrown, call.status)
    } finally {
      this.#underWay.delete(controller)
    }
  }

  close(): void {
    for (const controller of this.#underWay) controller.abort()
    this.agent.destroy()
  }
}

const ignore = (): void => undefined

const known = new WeakSet<Socket>()

function listenForErrors(socket: Socket): void {
  // A kept connection serves many requests: one listener is enough.
  if (known.has(socket)) return
  known.add(socket)
  socket.on('error', ignore)
}
