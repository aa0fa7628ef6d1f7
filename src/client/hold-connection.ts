import { CameraCheckError } from './camera-check-error.ts'
import type { SocketListener } from './socket.ts'

export interface ConnectionParts {
  /** Opens a connection. @returns Ends it at once. @throws CameraCheckError */
  readonly connect: (listener: SocketListener, signal: AbortSignal) => Promise<() => void>
  /** A connection that is not open after so long is given up, ms. */
  readonly openMs: number
  /** One that is silent for so long is given up, ms. */
  readonly silenceMs: number
  /** Steady, ms. */
  readonly clock: () => number
  readonly onOpen: () => void
  readonly onMessage: (text: string) => void
}

/** Why a connection ended. */
export interface ConnectionEnd {
  readonly reason: string
  /** Set when it was refused. */
  readonly error: CameraCheckError | null
}

/** How often a connection is looked at, ms. */
const WATCH_MS = 250

/** One connection from its beginning to its end. @param session Ends it too. */
export async function holdConnection(parts: ConnectionParts, session: AbortSignal): Promise<ConnectionEnd> {
  const { connect, openMs, silenceMs, clock, onOpen, onMessage } = parts
  const over = new AbortController()
  let disconnect: (() => void) | null = null
  let allowedMs = openMs
  let heardMs = clock()
  const ended = new Promise<ConnectionEnd>(resolve => {
    const end = (reason: string): void => resolve({ reason, error: null })
    const watch = setInterval(() => {
      if (clock() - heardMs >= allowedMs) end(`nothing was heard for ${allowedMs} ms`)
    }, WATCH_MS)
    over.signal.addEventListener('abort', () => clearInterval(watch))
    session.addEventListener('abort', () => end('ended by the client'), { signal: over.signal })
    const alive = (): void => {
      heardMs = clock()
    }
    const listener: SocketListener = {
      open: () => {
        alive()
        allowedMs = silenceMs
        onOpen()
      },
      message: text => {
        alive()
        onMessage(text)
      },
      alive,
      end
    }
    connect(listener, over.signal).then(
      close => {
        // Nobody waits for it any more.
        if (over.signal.aborted) close()
        else disconnect = close
      },
      cause => resolve(refusal(cause))
    )
  })
  const end = await ended
  over.abort()
  ;(disconnect as (() => void) | null)?.()
  return end
}

function refusal(cause: unknown): ConnectionEnd {
  const error =
    cause instanceof CameraCheckError
      ? cause
      : new CameraCheckError('client/network', `Cannot open a WebSocket: ${String(cause)}`, { cause })
  return { reason: error.message, error }
}
