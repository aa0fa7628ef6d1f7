import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { errorAnswer, requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** Browsers and libraries send the next request when they have the answer to the one before; some tools send a few ahead. */
const MOST_UNANSWERED = 32

/**
 * Ends connections on which requests come without waiting for their answers. All requests that one read of a socket brings,
 * a thousand of them, are handled in one go: fifty such clients would hold up everybody else, and all results, for seconds.
 *
 * @param onRefused Told once for each connection.
 */
export function limitPipelining(serve: RequestListener, onRefused: () => void): RequestListener {
  const unanswered = new WeakMap<Socket, number>()
  return (request, response) => {
    const { socket } = request
    const waiting = (unanswered.get(socket) ?? 0) + 1
    unanswered.set(socket, waiting)
    if (waiting > MOST_UNANSWERED) {
      // What follows the refusal gets no answer: the connection ends with it.
      if (waiting > MOST_UNANSWERED + 1) return
      onRefused()
      const { status, answer } = errorAnswer(requestError('http/too-many-requests', REQUEST_PROBLEMS.pipelined))
      const body = JSON.stringify(answer)
      response.writeHead(status, {
        ...SECURITY_HEADERS,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        connection: 'close'
      })
      response.end(body)
      return
    }
    response.once('close', () => {
      const left = unanswered.get(socket) ?? 0
      // A refused connection stays refused.
      if (left <= MOST_UNANSWERED) unanswered.set(socket, left - 1)
    })
    serve(request, response)
  }
}
