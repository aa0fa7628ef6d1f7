import { request } from 'node:https'
import { text } from 'node:stream/consumers'

export interface TlsAnswer {
  readonly status: number
  readonly text: string
}

/** One request over TLS on a connection of its own. @param ca PEM of the authority. */
export function tlsRequest(
  url: string,
  ca: string,
  { method = 'GET', body }: { method?: string; body?: unknown } = {}
): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const outgoing = request(url, { method, ca, headers, agent: false }, answer => {
      text(answer).then(content => resolve({ status: answer.statusCode ?? 0, text: content }), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
