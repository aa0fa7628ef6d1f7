import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { REQUEST_PROBLEMS } from './messages.ts'

// What asks whether the service lives must not need a secret.
const OPEN_ROUTES: ReadonlySet<string> = new Set(['/livez', '/readyz'])

/** The tokens of API_TOKENS; none when it is not set. */
export function parseTokens(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(token => token.trim())
    .filter(token => token !== '')
}

/**
 * Makes the check that every request passes before anything else is done with it, also before a WebSocket upgrade.
 *
 * @param tokens Any of them opens; without any, everything is open.
 * @returns Throws AppError `http/unauthorized`.
 */
export function createAccessCheck(tokens: readonly string[]): (request: FastifyRequest) => void {
  const digests = tokens.map(digest)
  return request => {
    if (digests.length === 0 || OPEN_ROUTES.has(request.routeOptions.url ?? '') || isDashboard(request)) return
    const given = presentedToken(request)
    if (given !== null && isKnown(digest(given), digests)) return
    const { en, zh } = REQUEST_PROBLEMS.unauthorized
    throw new AppError('http/unauthorized', en, { messageZh: zh })
  }
}

/**
 * The dashboard holds no secret and asks for the token itself: a browser has none to give when it opens a page. Whoever
 * does not ask for a page is told 401 there as everywhere.
 */
function isDashboard({ routeOptions, headers }: FastifyRequest): boolean {
  const { dashboard } = routeOptions.config
  return dashboard === 'file' || (dashboard === 'page' && /\btext\/html\b/.test(headers.accept ?? ''))
}

/** Compares with every token, so that the time taken tells neither how much of a token was right nor which one. */
function isKnown(given: Buffer, digests: readonly Buffer[]): boolean {
  let known = false
  for (const candidate of digests) known = timingSafeEqual(given, candidate) || known
  return known
}

function presentedToken(request: FastifyRequest): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')
  if (bearer?.[1] !== undefined) return bearer[1]
  // A browser cannot set headers on a WebSocket. Elsewhere a token in the URL would end up in proxies' logs.
  if (!request.ws) return null
  return new URLSearchParams(request.url.split('?')[1] ?? '').get('token')
}

/** What the asker has shown, as another member takes it: value of an Authorization header, or null. */
export function tokenOf(request: FastifyRequest): string | null {
  const token = presentedToken(request)
  return token === null ? null : `Bearer ${token}`
}

/** Equal lengths for the constant-time comparison, whatever the tokens' lengths. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
