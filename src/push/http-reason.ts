import type { EndReason } from './end-reason.ts'

const BY_STATUS: Readonly<Record<number, EndReason>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  410: 'not-found',
  504: 'timeout'
}

const BY_CODE: Readonly<Record<string, EndReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'ended',
  EPIPE: 'ended',
  UND_ERR_SOCKET: 'ended',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls'
}

/** What a status that is no success means. */
export function reasonOfStatus(status: number): EndReason {
  return BY_STATUS[status] ?? 'failed'
}

/** What it means that there was no answer, or no end of one. */
export function reasonOfThrown(thrown: unknown): EndReason {
  const code = codeOf(thrown)
  if (code === null) return 'failed'
  return BY_CODE[code] ?? (/CERT|TLS|SSL/.test(code) ? 'tls' : 'failed')
}

/** Several addresses of one host fail together, each for a reason of its own: the first one's counts. */
function codeOf(thrown: unknown): string | null {
  const { code, cause, errors } = (thrown ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (typeof code === 'string') return code
  if (Array.isArray(errors)) return codeOf(errors[0])
  return cause === undefined ? null : codeOf(cause)
}
