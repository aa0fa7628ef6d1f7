import type { Server, Socket } from 'node:net'
import { addressKey } from '../../lib/address-key.ts'
import type { Log } from '../../lib/log.ts'
import { LogThrottle } from '../../lib/log-throttle.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { bareAnswer } from './bare-answer.ts'

export interface ConnectionCapOptions {
  /** Most connections at once. */
  readonly most: number
  /** Most of one address (of a /64 network of IPv6). */
  readonly mostPerAddress: number
  /** Addresses that stand for many clients, and so may have all connections. */
  readonly isProxy: (address: string) => boolean
  /** False where a client expects TLS: it could not read the refusal. */
  readonly mayAnswer: boolean
  readonly log: Log
  /** Monotonic ms. */
  readonly clock: () => number
}

export type RefusedFor = 'all' | 'address'

/** Refusals that are on their way out; past it connections are cut without a word, or the refused ones would be the load. */
const MOST_GOODBYES = 64
const GOODBYE_MS = 1000
const LOG_EVERY_MS = 10_000

/** Holds the number of open connections, since each takes a file descriptor and memory, however little its client does. */
export class ConnectionCap {
  readonly #options: ConnectionCapOptions
  readonly #byAddress = new Map<string, number>()
  readonly #throttle = new LogThrottle(LOG_EVERY_MS)
  readonly #refusal: Buffer
  #open = 0
  #goodbyes = 0
  /** Refused so far. */
  readonly refused: Record<RefusedFor, number> = { all: 0, address: 0 }

  constructor(options: ConnectionCapOptions) {
    this.#options = options
    this.#refusal = bareAnswer(requestError('http/too-many-connections', REQUEST_PROBLEMS.tooManyConnections), [
      'Retry-After: 5'
    ])
  }

  get open(): number {
    return this.#open
  }

  /** Stands before the server's own listener: what is refused reaches neither TLS nor the HTTP parser. */
  guard(server: Server): void {
    const listeners = server.listeners('connection') as ((socket: Socket) => void)[]
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => {
      if (!this.#admit(socket)) return
      for (const listener of listeners) listener.call(server, socket)
    })
  }

  #admit(socket: Socket): boolean {
    const { most, mostPerAddress, isProxy } = this.#options
    const address = socket.remoteAddress
    // Gone already.
    if (address === undefined) {
      socket.destroy()
      return false
    }
    const key = addressKey(address)
    const ofAddress = this.#byAddress.get(key) ?? 0
    const reason = this.#open >= most ? 'all' : ofAddress >= mostPerAddress && !isProxy(address) ? 'address' : null
    if (reason !== null) {
      this.#refuse(socket, reason, key)
      return false
    }
    this.#open++
    this.#byAddress.set(key, ofAddress + 1)
    socket.once('close', () => this.#leave(key))
    return true
  }

  #leave(key: string): void {
    this.#open--
    const left = (this.#byAddress.get(key) ?? 1) - 1
    if (left > 0) this.#byAddress.set(key, left)
    else this.#byAddress.delete(key)
  }

  #refuse(socket: Socket, reason: RefusedFor, address: string): void {
    this.refused[reason]++
    const { log, clock, mayAnswer, most, mostPerAddress } = this.#options
    this.#throttle.run(clock(), suppressed => {
      const setting = reason === 'all' ? `MAX_CONNECTIONS (${most})` : `MAX_CONNECTIONS_PER_ADDRESS (${mostPerAddress})`
      log.warn({ address, open: this.#open, suppressed }, `A connection was refused: ${setting} is reached`)
    })
    socket.on('error', () => undefined)
    if (!mayAnswer || this.#goodbyes >= MOST_GOODBYES) {
      socket.resetAndDestroy()
      return
    }
    this.#goodbyes++
    const timer = setTimeout(() => socket.destroy(), GOODBYE_MS).unref()
    socket.once('close', () => {
      clearTimeout(timer)
      this.#goodbyes--
    })
    // What the client says is taken and thrown away: unread bytes would make the close a reset, and the refusal be lost.
    socket.resume()
    socket.end(this.#refusal)
  }
}
