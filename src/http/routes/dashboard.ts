import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DashboardFile } from '../dashboard-files.ts'
import { DASHBOARD_POLICY } from '../edge/page-policies.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { TypedServer } from '../typed-server.ts'

/** Addresses of the page's own routing; all of them answer with the same document. */
const PAGES = ['/', '/cameras/:stream', '/incidents', '/incidents/:id', '/report', '/system', '/add'] as const

/** Programs ask here, and whoever does so by hand is to see what they would. */
const API_PATHS = /^\/(?:pushhub|docs|assets)(?:[/?]|$)/

/** Names of built files hold a hash of their content. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/**
 * The dashboard: a page with its own routing.
 *
 * @param files As `readDashboard` gives them; null when the page was not built, then `/` leads to the API's documentation.
 */
export function dashboardRoutes(app: TypedServer, files: ReadonlyMap<string, DashboardFile> | null): void {
  if (files === null) {
    app.get('/', { config: { needs: 'page' }, schema: { hide: true } }, async (_request, reply) =>
      reply.redirect('/docs/')
    )
    return
  }
  const page = { schema: { hide: true }, config: { needs: 'page' } } as const
  const single = { schema: { hide: true }, config: { needs: 'anyone' } } as const
  for (const path of PAGES) {
    app.get(path, page, async (request, reply) => sendFile(request, reply, files.get('index.html'), ASK_AGAIN))
  }
  for (const name of files.keys()) {
    if (name === 'index.html') continue
    const lasts = name.startsWith('assets/') ? FOR_EVER : ASK_AGAIN
    app.get(`/${name}`, single, async (request, reply) => sendFile(request, reply, files.get(name), lasts))
  }
}

/** Somebody followed a link to a place that is not there: the page says so, in its own words and with a way back. */
export function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '') && !API_PATHS.test(url)
}

/** Answers with the page where there is nothing. */
export function sendMissingPage(reply: FastifyReply, file: DashboardFile): FastifyReply {
  return pageHeaders(reply, ASK_AGAIN).code(404).type(file.type).send(file.body)
}

function pageHeaders(reply: FastifyReply, cacheControl: string): FastifyReply {
  return reply
    .header('cache-control', cacheControl)
    .header('vary', 'accept-encoding')
    .header('content-security-policy', DASHBOARD_POLICY)
    .header('referrer-policy', 'same-origin')
    .header('cross-origin-opener-policy', 'same-origin')
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: DashboardFile | undefined,
  cacheControl: string
): FastifyReply {
  if (file === undefined) {
    throw requestError('http/not-found', REQUEST_PROBLEMS.noRoute(request.method, request.url))
  }
  pageHeaders(reply, cacheControl).header('etag', file.etag)
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  if (takesGzip && file.gzip !== null) {
    return reply.type(file.type).header('content-encoding', 'gzip').send(file.gzip)
  }
  return reply.type(file.type).send(file.body)
}
