import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { basePathOf } from '../config/edge-checks.ts'
import type { Settings } from '../config/schema.ts'
import { errorText } from '../errors.ts'

/** What came of asking. */
export interface Health {
  readonly ok: boolean
  /** One line for people. */
  readonly text: string
}

type Place = Pick<Settings, 'HOST' | 'PORT' | 'BASE_PATH' | 'TLS_CERT_FILE'>

/** Where a service with these settings is reached from its own machine. */
export function ownAddress(place: Place): URL {
  const { HOST, PORT, TLS_CERT_FILE } = place
  const isEverywhere = HOST === undefined || HOST === '0.0.0.0' || HOST === '::'
  const host = isEverywhere ? '127.0.0.1' : HOST
  const scheme = TLS_CERT_FILE === undefined ? 'http' : 'https'
  return new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${PORT}${basePathOf(place)}/livez`)
}

/**
 * Asks a service whether its process lives. The certificate is not looked at: it is made out for the name under which
 * others reach it. Never rejects.
 *
 * @param address With the path. @param deadlineMs > 0.
 */
export function askHealth(address: URL, deadlineMs: number): Promise<Health> {
  return new Promise(resolve => {
    const settle = (ok: boolean, what: string) => resolve({ ok, text: `${address.href}: ${what}` })
    const options = { signal: AbortSignal.timeout(deadlineMs), rejectUnauthorized: false }
    const request = address.protocol === 'https:' ? requestHttps : requestHttp
    request(address, options, answer => {
      answer.resume()
      settle(answer.statusCode === 200, `answers ${answer.statusCode}`)
    })
      .on('error', thrown => {
        settle(
          false,
          thrown.name === 'TimeoutError' || thrown.name === 'AbortError'
            ? `no answer within ${deadlineMs} ms`
            : errorText(thrown)
        )
      })
      .end()
  })
}
