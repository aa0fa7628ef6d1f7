import type { IncomingHttpHeaders } from 'node:http'

export interface OriginRules {
  /** Other pages that may; as browsers send them. */
  readonly origins: ReadonlySet<string>
  /** Any page may open WebSockets. What changes something needs an origin that is named. */
  readonly isAny: boolean
}

/** As much of a request as is needed. */
export interface OriginRequest {
  readonly headers: IncomingHttpHeaders
  /** `https` when the browser spoke TLS, with this service or with a proxy that is trusted. */
  readonly protocol: string
  /** Host and port that the browser asked for. */
  readonly host: string
}

/**
 * Whether a WebSocket may be opened. Programs send no Origin; of pages only those of this service and those named may:
 * the browser would send the session's cookie, and let any page read along.
 */
export function mayOpenSocket(request: OriginRequest, rules: OriginRules): boolean {
  const { origin } = request.headers
  return origin === undefined || rules.isAny || isKnown(origin, request, rules)
}

/**
 * Whether a request that changes something comes from where it should, and not from a foreign page that makes its
 * visitor's browser send it.
 *
 * @param hasSession It opens by the browser's cookie: then somebody has to say where it comes from.
 */
export function mayChange(request: OriginRequest, rules: OriginRules, hasSession: boolean): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined) return isKnown(origin, request, rules)
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return !hasSession
}

function isKnown(origin: string, { protocol, host }: OriginRequest, { origins }: OriginRules): boolean {
  if (origins.has(origin)) return true
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  // A proxy that ends TLS and is not trusted makes every request look like plain HTTP.
  const isScheme = protocol === 'https' ? url.protocol === 'https:' : /^https?:$/.test(url.protocol)
  return isScheme && url.host === hostWithoutOwnPort(host, url.protocol)
}

/** `Host` may name the scheme's own port, which an origin leaves out. */
function hostWithoutOwnPort(host: string, scheme: string): string {
  const text = `${scheme}//${host}`
  return URL.canParse(text) && !/[/?#@\\\s]/.test(host) ? new URL(text).host : ''
}
