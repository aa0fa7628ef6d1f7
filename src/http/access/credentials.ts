import type { FastifyRequest } from 'fastify'
import { cookieOf } from './cookies.ts'
import { SESSION_COOKIE } from './sessions.ts'
import { readSigned } from './signed-text.ts'

/** What a request shows to be let in. */
export type Credential =
  | { readonly kind: 'none' | 'malformed' }
  /** A token in the Authorization header, or in the address of a WebSocket. */
  | { readonly kind: 'bearer' | 'query' | 'ticket' | 'session'; readonly text: string }

/** Longer ones are not even hashed, characters. */
const MOST_CHARACTERS = 4096

/** The Authorization header goes before all else: who sends one means it, also when it is wrong. */
export function credentialOf(request: Pick<FastifyRequest, 'headers' | 'url' | 'ws'>): Credential {
  const { authorization, cookie } = request.headers
  if (authorization !== undefined && /^Bearer(?: |$)/i.test(authorization)) return bearerOf(authorization)
  // A browser cannot set headers on a WebSocket. Elsewhere a token in the URL would end up in proxies' logs.
  const fromQuery = request.ws ? ofQuery(request.url) : null
  if (fromQuery !== null) return fromQuery
  const session = cookieOf(cookie, SESSION_COOKIE)
  if (session !== null && session !== '') return { kind: 'session', text: session }
  return { kind: authorization === undefined ? 'none' : 'malformed' }
}

function bearerOf(authorization: string): Credential {
  if (authorization.length > MOST_CHARACTERS) return { kind: 'malformed' }
  const [, text] = /^Bearer +(\S+) *$/i.exec(authorization) ?? []
  return text === undefined ? { kind: 'malformed' } : { kind: 'bearer', text }
}

function ofQuery(url: string): Credential | null {
  const query = new URLSearchParams(url.split('?')[1] ?? '')
  const ticket = query.get('ticket')
  const token = query.get('token')
  const text = ticket ?? token
  if (text === null) return null
  if (text === '' || text.length > MOST_CHARACTERS) return { kind: 'malformed' }
  // Clients that put a token there can be handed a ticket instead.
  return { kind: ticket !== null || readSigned(text) !== null ? 'ticket' : 'query', text }
}
