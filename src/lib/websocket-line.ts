import type { WebSocket } from 'ws'

const CLOSE_GRACE_MS = 1000
const MAX_PENDING_PONG_BYTES = 16 * 1024

/** The connection below a WebSocket. Messages are written to it directly: corked, a batch leaves in one system call. */
export interface Transport {
  cork(): void
  uncork(): void
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): boolean
}

/**
 * What a server says on one WebSocket whose client has nothing to say: the same bytes for many clients, and answers to pings.
 * The socket must have been made with `perMessageDeflate: false` and `autoPong: false`.
 */
export class WebSocketLine {
  readonly #socket: WebSocket
  readonly #transport: Transport

  constructor(socket: WebSocket, transport: Transport) {
    this.#socket = socket
    this.#transport = transport
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** Bytes that were handed over and have not left this process yet. */
  pendingBytes(): number {
    return this.#socket.bufferedAmount
  }

  /** Writes messages in one go. @param taken Called when all of them have left this process, and not when the line broke. */
  send(messages: readonly Buffer[], taken?: () => void): void {
    if (!this.isOpen) return
    const last = messages.length - 1
    this.#transport.cork()
    messages.forEach((message, i) => {
      const onWritten = (error?: Error | null): void => {
        if (!error) taken?.()
      }
      this.#transport.write(textFrame(message), i === last && taken !== undefined ? onWritten : undefined)
    })
    this.#transport.uncork()
  }

  /** Answers each ping, as clients expect who hold a line without pongs to be dead. */
  answerPings(): void {
    this.#socket.on('ping', (data: Buffer) => {
      if (this.#mayAnswer()) this.#socket.pong(data)
    })
  }

  ping(): void {
    if (this.#mayAnswer()) this.#socket.ping()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    this.terminateSoon()
  }

  /** ws says goodbye by itself, and would then wait for 30 s. */
  terminateSoon(): void {
    setTimeout(() => this.terminate(), CLOSE_GRACE_MS).unref()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  /** A client that floods pings and reads nothing must not fill the buffers with pongs. */
  #mayAnswer(): boolean {
    return this.isOpen && this.pendingBytes() < MAX_PENDING_PONG_BYTES
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
