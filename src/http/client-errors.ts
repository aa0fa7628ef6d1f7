import type { Socket } from 'node:net'
import { errorAnswer, requestError } from './error-answer.ts'
import { REQUEST_PROBLEMS } from './messages.ts'

/** Answers what is no HTTP at all, or has headers without end, in the same shape as every other error. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const problem = requestError(
    isTooLarge ? 'http/too-large' : 'http/bad-request',
    isTooLarge ? REQUEST_PROBLEMS.headersTooLarge : REQUEST_PROBLEMS.notHttp,
    error
  )
  const body = JSON.stringify(errorAnswer(problem).answer)
  const status = isTooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}
