import type { Socket } from 'node:net'
import type { ErrorCode } from '../errors.ts'
import { errorAnswer, requestError } from './error-answer.ts'
import { type Bilingual, REQUEST_PROBLEMS } from './messages.ts'

interface Refusal {
  readonly status: string
  readonly code: ErrorCode
  readonly text: Bilingual
}

const NOT_HTTP: Refusal = { status: '400 Bad Request', code: 'http/bad-request', text: REQUEST_PROBLEMS.notHttp }
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'http/too-large',
    text: REQUEST_PROBLEMS.headersTooLarge
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'http/bad-request',
    text: REQUEST_PROBLEMS.tooSlow
  }
}

/** Answers what is no HTTP at all, or has headers without end, in the same shape as every other error. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, code, text } = REFUSALS[error.code ?? ''] ?? NOT_HTTP
  const body = JSON.stringify(errorAnswer(requestError(code, text, error)).answer)
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}
