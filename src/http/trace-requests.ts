import type { FastifyRequest } from 'fastify'
import { runInTrace } from '../lib/active-trace.ts'
import { parseTraceparent } from '../lib/trace-context.ts'
import type { Span, Tracer } from '../lib/tracer.ts'
import { subjectOf } from './request-subject.ts'
import type { TypedServer } from './typed-server.ts'

export interface RequestTracing {
  readonly tracer: Tracer
  /** Whether `traceparent` is gone on from. */
  readonly heedsParents: boolean
  /** Of requests that hand in frames, the share that the sampler is asked about, 0..1. */
  readonly frameShare: number
}

/** Asked again and again by who looks after the service: traced when they say that they trace themselves. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics'])
const FRAMES = '/pushhub/frames/:stream'

/**
 * Records requests by the pattern of their route, and lets what is done for them be part of their trace. To be called
 * after the guard: calls that are refused are none, and cannot fill the collector. WebSockets are none either.
 */
export function traceRequests(app: TypedServer, { tracer, heedsParents, frameShare }: RequestTracing): void {
  const spans = new WeakMap<FastifyRequest, Span>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers, method } = request
    const route = request.routeOptions.url ?? 'none'
    const parent = heedsParents ? parseTraceparent(String(headers.traceparent ?? '')) : null
    if (headers.upgrade !== undefined || (parent === null && PROBES.has(route))) return done()
    const attributes = { 'http.request.method': method, 'http.route': route, ...subjectOf(request) }
    const share = route === FRAMES ? frameShare : 1
    const span = tracer.start(`${method} ${route}`, { kind: 'server', parent, share, attributes })
    spans.set(request, span)
    runInTrace(span.context, done)
  })
  // A body is read in events of the connection, which know nothing of the trace.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request)
    if (span === undefined) done()
    else runInTrace(span.context, done)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode } = reply
    const attributes = { 'http.response.status_code': statusCode }
    spans.get(request)?.end({ attributes, error: statusCode >= 500 ? String(statusCode) : null })
  })
}
