import { CameraCheckError } from './camera-check-error.ts'

/** What this client needs of a WebSocket: browsers' have it, and those of the package ws. */
export interface SocketLike {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  close(code?: number, reason?: string): void
  /** Of the package ws: ends it without waiting for the other side. */
  terminate?(): void
  /** Of the package ws: browsers do not tell of pings. */
  on?(event: 'ping', listener: () => void): unknown
}

export type SocketClass = new (url: string) => SocketLike

/** What happens to a socket. */
export interface SocketListener {
  open(): void
  message(text: string): void
  /** The other side lives. */
  alive(): void
  /** Once, whatever ended it. */
  end(reason: string): void
}

/** The WebSocket of this place: the one given, else the platform's, else the package ws. @throws CameraCheckError `client/no-websocket` */
export async function findSocketClass(given: SocketClass | undefined): Promise<SocketClass> {
  if (given !== undefined) return given
  const own = (globalThis as { WebSocket?: SocketClass }).WebSocket
  if (own !== undefined) return own
  try {
    // By a name that bundlers do not look into: a page has a WebSocket of its own, and no use for the package.
    const name = 'ws'
    const loaded = (await import(/* @vite-ignore */ name)) as { WebSocket: SocketClass }
    return loaded.WebSocket
  } catch (cause) {
    const message = 'There is no WebSocket here: install the package ws, or give the client one as `WebSocket`'
    throw new CameraCheckError('client/no-websocket', message, { cause })
  }
}

/**
 * Opens a WebSocket.
 *
 * @returns Ends it at once; the listener is told nothing any more.
 */
export function openSocket(Socket: SocketClass, url: string, listener: SocketListener): () => void {
  const socket = new Socket(url)
  let isOver = false
  const end = (reason: string): void => {
    if (isOver) return
    isOver = true
    listener.end(reason)
  }
  const unlessOver = (action: () => void): void => {
    if (!isOver) action()
  }
  socket.onopen = () => unlessOver(() => listener.open())
  socket.onmessage = ({ data }: { readonly data: unknown }) => unlessOver(() => listener.message(String(data)))
  socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) =>
    end(`closed with ${code}${reason === '' ? '' : `: ${reason}`}`)
  socket.onerror = ({ message }: { readonly message?: string }) => end(message ?? 'the connection failed')
  socket.on?.('ping', () => unlessOver(() => listener.alive()))
  return () => {
    isOver = true
    if (socket.terminate === undefined) socket.close()
    else socket.terminate()
  }
}
