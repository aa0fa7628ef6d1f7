import type { WebSocket } from 'ws'
import type { ResultHub } from '../hub.ts'
import type { Subscriber } from '../subscriber.ts'

const PING_EVERY_MS = 20_000
// A slow reader's pong waits behind megabytes in the buffers of both kernels, so this is no measure of speed: it only
// finds peers that vanished without a word.
const PONG_DEADLINE_MS = 300_000
const CLOSE_GRACE_MS = 1000
const MAX_PENDING_PONG_BYTES = 16 * 1024

/** The connection below a WebSocket. Messages are written to it directly: corked, a batch leaves in one system call. */
interface Transport {
  cork(): void
  uncork(): void
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): boolean
}

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
  const subscriber = new WebSocketSubscriber(socket, options.transport)
  const detach = hub.attach(subscriber)
  let lastHeardMs = clock()
  const pings = setInterval(() => {
    if (clock() - lastHeardMs > PONG_DEADLINE_MS) socket.terminate()
    else subscriber.ping()
  }, PING_EVERY_MS).unref()
  const heard = (): void => {
    lastHeardMs = clock()
  }
  socket.on('pong', heard)
  socket.on('message', heard)
  socket.on('ping', (data: Buffer) => {
    heard()
    subscriber.pong(data)
  })
  // Without a listener the error would end the process. ws says goodbye by itself, and would then wait for 30 s.
  socket.on('error', () => subscriber.terminateSoon())
  socket.on('close', () => {
    clearInterval(pings)
    detach()
  })
}

class WebSocketSubscriber implements Subscriber {
  readonly #socket: WebSocket
  readonly #transport: Transport

  constructor(socket: WebSocket, transport: Transport) {
    this.#socket = socket
    this.#transport = transport
  }

  pendingBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(messages: readonly Buffer[], taken: () => void): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const last = messages.length - 1
    this.#transport.cork()
    messages.forEach((message, i) => {
      const onWritten = (error?: Error | null): void => {
        if (!error) taken()
      }
      this.#transport.write(textFrame(message), i === last ? onWritten : undefined)
    })
    this.#transport.uncork()
  }

  ping(): void {
    if (this.#mayAnswer()) this.#socket.ping()
  }

  pong(data: Buffer): void {
    if (this.#mayAnswer()) this.#socket.pong(data)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    this.terminateSoon()
  }

  terminateSoon(): void {
    setTimeout(() => this.terminate(), CLOSE_GRACE_MS).unref()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  /** A client that floods pings and reads nothing must not fill the buffers with pongs. */
  #mayAnswer(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.pendingBytes() < MAX_PENDING_PONG_BYTES
  }
}

const FRAMES = new WeakMap<Buffer, Buffer>()
const FINAL_TEXT = 0x81

/**
 * The message as a WebSocket frame (RFC 6455, 5.2), made once for all clients. What a server sends is not masked, so the
 * bytes are the same for everyone; letting ws frame it for each of a thousand clients took half of the main thread.
 */
function textFrame(message: Buffer): Buffer {
  const known = FRAMES.get(message)
  if (known !== undefined) return known
  const frame = Buffer.concat([frameHeader(message.length), message])
  FRAMES.set(message, frame)
  return frame
}

function frameHeader(payloadBytes: number): Buffer {
  if (payloadBytes < 126) return Buffer.from([FINAL_TEXT, payloadBytes])
  const header = Buffer.alloc(payloadBytes < 65_536 ? 4 : 10)
  header[0] = FINAL_TEXT
  header[1] = payloadBytes < 65_536 ? 126 : 127
  if (payloadBytes < 65_536) header.writeUInt16BE(payloadBytes, 2)
  else header.writeBigUInt64BE(BigInt(payloadBytes), 2)
  return header
}
