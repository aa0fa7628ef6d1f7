import type { ServerResponse } from 'node:http'
import type { TypedServer } from '../typed-server.ts'

/** An answer of the API shows nothing and loads nothing, also when a browser opens it as a page. */
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What no page here needs, and so nothing that got into one may ask for. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'payment',
  'usb'
]

/** Headers that every answer has unless its route says otherwise. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': API_POLICY,
  'x-content-type-options': 'nosniff',
  // For browsers that do not know frame-ancestors.
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': PERMISSIONS.map(name => `${name}=()`).join(', '),
  // Pictures are private: no other site may show them, also where no token is asked for.
  'cross-origin-resource-policy': 'same-origin',
  // What cameras show and who may see it changes; a proxy must not hand it to the next one who asks.
  'cache-control': 'no-store'
}

/**
 * Gives every answer the headers. They are set below Fastify, where an answer that somebody takes over (a video, what
 * another member says) has them too, and where what a route sets for itself takes their place.
 *
 * @param hstsMaxAgeS For how long a browser that came by HTTPS may come by nothing else, s; 0 says nothing of it.
 */
export function addSecurityHeaders(app: TypedServer, hstsMaxAgeS: number): void {
  app.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(reply.raw)
    // RFC 6797, 7.2: never over plain HTTP. Of who came through a proxy it is known when that is trusted.
    if (hstsMaxAgeS > 0 && request.protocol === 'https') {
      reply.raw.setHeader('strict-transport-security', `max-age=${hstsMaxAgeS}`)
    }
    done()
  })
}

export function setSecurityHeaders(response: ServerResponse): void {
  for (const name in SECURITY_HEADERS) response.setHeader(name, SECURITY_HEADERS[name] ?? '')
}
