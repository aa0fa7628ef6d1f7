import type { WebSocket } from 'ws'
import { type Transport, WebSocketLine } from '../../../lib/websocket-line.ts'
import type { ResultHub } from '../hub.ts'

const PING_EVERY_MS = 20_000
// A slow reader's pong waits behind megabytes in the buffers of both kernels, so this is no measure of speed: it only
// finds peers that vanished without a word.
const PONG_DEADLINE_MS = 300_000

export interface WebSocketSubscriberOptions {
  readonly socket: WebSocket
  readonly transport: Transport
  /** Monotonic, ms. */
  readonly clock: () => number
}

/**
 * Gives a WebSocket client the hub's results until it leaves: pings it, ignores what it says, and survives its errors.
 * The socket must have been made with `perMessageDeflate: false` and `autoPong: false`.
 *
 * @example acceptWebSocket(hub, { socket, transport: request.raw.socket, clock: () => performance.now() })
 */
export function acceptWebSocket(hub: ResultHub, options: WebSocketSubscriberOptions): void {
  const { socket, clock } = options
  const line = new WebSocketLine(socket, options.transport)
  const detach = hub.attach(line)
  let lastHeardMs = clock()
  const pings = setInterval(() => {
    if (clock() - lastHeardMs > PONG_DEADLINE_MS) socket.terminate()
    else line.ping()
  }, PING_EVERY_MS).unref()
  const heard = (): void => {
    lastHeardMs = clock()
  }
  for (const sign of ['pong', 'message', 'ping'] as const) socket.on(sign, heard)
  line.answerPings()
  // Without a listener the error would end the process.
  socket.on('error', () => line.terminateSoon())
  socket.on('close', () => {
    clearInterval(pings)
    detach()
  })
}
