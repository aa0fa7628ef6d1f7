import type { Socket } from 'node:net'
import type { ErrorCode } from '../errors.ts'
import { bareAnswer } from './edge/bare-answer.ts'
import { requestError } from './error-answer.ts'
import { type Bilingual, REQUEST_PROBLEMS } from './messages.ts'

interface Refusal {
  readonly code: ErrorCode
  readonly text: Bilingual
}

const NOT_HTTP: Refusal = { code: 'http/bad-request', text: REQUEST_PROBLEMS.notHttp }
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { code: 'http/headers-too-large', text: REQUEST_PROBLEMS.headersTooLarge },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'http/timeout', text: REQUEST_PROBLEMS.tooSlow }
}
/** The answer is on its way; a client that takes nothing must not hold the connection for it. */
const GOODBYE_MS = 1000

/** Answers what is no HTTP at all, has headers without end or came too slowly, in the same shape as every other error. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  const { code = '' } = error
  // Of a failed handshake: there is nothing that could be said before it.
  const isTls = code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')
  if (code === 'ECONNRESET' || isTls || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const refusal = REFUSALS[code] ?? NOT_HTTP
  setTimeout(() => socket.destroy(), GOODBYE_MS).unref()
  socket.end(bareAnswer(requestError(refusal.code, refusal.text, error)))
}
