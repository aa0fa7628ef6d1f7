import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface RawAnswer {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

/**
 * One HTTP request as it is told: `fetch` resolves dots in the path, and gives up when the server answers before it
 * has taken the whole body.
 *
 * @param base URL of the service.
 * @param path Sent as it is, percent-encoded by the caller.
 */
export function rawRequest(
  base: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Uint8Array | string } = {}
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base)
  const { method = 'POST', headers = {}, body = '' } = options
  return new Promise((resolve, reject) => {
    let answered = false
    const outgoing = request({ host: hostname, port, method, path, headers }, (answer: IncomingMessage) => {
      answered = true
      text(answer).then(
        content => resolve({ status: answer.statusCode ?? 0, text: content, headers: answer.headers }),
        reject
      )
    })
    // A server that refuses a body does not wait for its end.
    outgoing.on('error', error => {
      if (!answered) reject(error)
    })
    outgoing.end(body)
  })
}
