import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { ConnectionCap } from './connection-cap.ts'
import type { TlsKeeper } from './tls-keeper.ts'

/** A stream's name of 4,096 bytes, percent-encoded, and a meta beside it. Node's own limit is 16 KiB. */
export const MAX_HEADER_BYTES = 64 * 1024
/** Headers fit into one packet or a few: who needs longer holds a connection and means no good (slowloris). */
export const HEADERS_TIMEOUT_MS = 15_000
/** The whole request: the largest frame, 16 MiB, at 1.1 Mbit/s. */
export const REQUEST_TIMEOUT_MS = 120_000
/** Nothing has gone either way: a client that does not take its answer is no longer there. */
export const IDLE_TIMEOUT_MS = 120_000
/** Longer than the 60 s after which most proxies let go of theirs, so that none asks on a connection that is just being closed. */
export const KEEP_ALIVE_TIMEOUT_MS = 72_000
/** Node looks every 30 s whether a request is late: 15 s would be 45. */
const CHECK_EVERY_MS = 2000
/** A handshake takes two round trips; Node waits for 120 s. */
const HANDSHAKE_TIMEOUT_MS = 10_000

const OPTIONS: ServerOptions = {
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  connectionsCheckingInterval: CHECK_EVERY_MS
}

export interface ListenerGuards {
  /** Null: plain HTTP. */
  readonly tls: TlsKeeper | null
  readonly cap: ConnectionCap | null
}

/** Makes the server that clients connect to, with every deadline that they are held to. It does not listen. */
export function createListener(serve: RequestListener, { tls, cap }: ListenerGuards): Server | TlsServer {
  const server =
    tls === null
      ? createServer(OPTIONS, serve)
      : createTlsServer({ ...OPTIONS, ...tls.serverOptions, handshakeTimeout: HANDSHAKE_TIMEOUT_MS }, serve)
  server.setTimeout(IDLE_TIMEOUT_MS)
  if (tls !== null) tls.serve(server as TlsServer)
  cap?.guard(server)
  return server
}
