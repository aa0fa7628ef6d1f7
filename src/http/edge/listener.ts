import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { ConnectionCap } from './connection-cap.ts'
import type { TlsKeeper } from './tls-keeper.ts'

/** A stream's name of 4,096 bytes, percent-encoded, and a meta beside it. Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 64 * 1024
/** Headers fit into one packet or a few: who needs longer holds a connection and means no good (slowloris). */
const HEADERS_TIMEOUT_MS = 15_000
/** The whole request: the largest frame, 16 MiB, at 1.1 Mbit/s. */
const REQUEST_TIMEOUT_MS = 120_000
/** Nothing has gone either way: a client that does not take its answer is no longer there. */
const IDLE_TIMEOUT_MS = 120_000
/** Longer than the 60 s after which most proxies let go of theirs, so that none asks on a connection that is just being closed. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000
/** Node looks every 30 s whether a request is late: 15 s would be 45. */
const CHECK_EVERY_MS = 2000
/** A handshake takes two round trips; Node waits for 120 s. */
const HANDSHAKE_TIMEOUT_MS = 10_000

/** What clients are held to, ms. */
export interface Deadlines {
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly keepAliveTimeout: number
  readonly connectionsCheckingInterval: number
  readonly handshakeTimeout: number
  readonly idleTimeout: number
}

const DEADLINES: Deadlines = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  connectionsCheckingInterval: CHECK_EVERY_MS,
  handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
  idleTimeout: IDLE_TIMEOUT_MS
}

export interface ListenerGuards {
  /** Null: plain HTTP. */
  readonly tls: TlsKeeper | null
  readonly cap: ConnectionCap | null
  /** Shorter ones, for tests. */
  readonly deadlines?: Partial<Deadlines>
}

/** Makes the server that clients connect to, with every deadline that they are held to. It does not listen. */
export function createListener(serve: RequestListener, { tls, cap, deadlines }: ListenerGuards): Server | TlsServer {
  const { idleTimeout, ...options } = { ...DEADLINES, ...deadlines, maxHeaderSize: MAX_HEADER_BYTES }
  const server =
    tls === null ? createServer(options, serve) : createTlsServer({ ...options, ...tls.serverOptions }, serve)
  server.setTimeout(idleTimeout)
  if (tls !== null) tls.serve(server as TlsServer)
  cap?.guard(server)
  return server
}
