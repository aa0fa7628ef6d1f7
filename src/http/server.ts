import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { AccessOptions } from './access/access-options.ts'
import { type AccessDesk, guardServer } from './access/guard-server.ts'
import { refuseUnreadable } from './client-errors.ts'
import type { DashboardFile } from './dashboard-files.ts'
import { redirectBelow, withoutBasePath } from './edge/base-path.ts'
import { closeConnections } from './edge/close-connections.ts'
import { type EdgeOptions, PLAIN_EDGE } from './edge/edge-options.ts'
import { limitPipelining } from './edge/limit-pipelining.ts'
import { createListener } from './edge/listener.ts'
import { COMPILE_LATE } from './compile-late.ts'
import { addSecurityHeaders, setSecurityHeaders } from './edge/security-headers.ts'
import { limitUrls, MAX_PARAM_CHARACTERS } from './edge/url-limits.ts'
import { errorAnswer, requestError } from './error-answer.ts'
import type { FleetContext, FleetLists } from './fleet/fleet-lists.ts'
import { rememberRoutes } from './known-routes.ts'
import { REQUEST_PROBLEMS } from './messages.ts'
import { docsOptions, openApiOptions } from './openapi.ts'
import type { RouteContext } from './route-context.ts'
import { alarmPictureRoute } from './routes/alarm-picture.ts'
import { alarmRoutes } from './routes/alarms.ts'
import { asyncApiRoute } from './routes/asyncapi.ts'
import { asksForPage, dashboardRoutes, sendMissingPage } from './routes/dashboard.ts'
import { frameRoute } from './routes/frames.ts'
import { healthRoutes } from './routes/health.ts'
import { overviewRoutes } from './routes/overview.ts'
import { performanceRoutes } from './routes/performance.ts'
import { resultRoute } from './routes/results.ts'
import { serviceRoutes } from './routes/service.ts'
import { sessionRoutes } from './routes/session.ts'
import { snapshotRoute } from './routes/snapshots.ts'
import { subscribeRoute } from './routes/subscribe.ts'
import { ticketRoute } from './routes/ticket.ts'
import { validationProblems } from './validation-problems.ts'
import { takeRestOfBody } from './take-rest-of-body.ts'
import { subjectOf } from './request-subject.ts'
import { type RequestTracing, traceRequests } from './trace-requests.ts'
import type { TypedServer } from './typed-server.ts'

export interface ServerOptions extends Omit<RouteContext, 'fleet' | 'endedSessions'> {
  /** The fleet that this service is a member of; left out: none. */
  readonly fleet?: FleetContext
  readonly log: Log
  readonly access: AccessOptions
  /** Version of the service, for the OpenAPI document. */
  readonly version: string
  /** The built page, as `readDashboard` gives it; without it `/` leads to the API's documentation. */
  readonly dashboard?: ReadonlyMap<string, DashboardFile> | null
  /** Left out: plain HTTP at the root. */
  readonly edge?: EdgeOptions
  /** Left out: requests are not traced. */
  readonly tracing?: RequestTracing
}

const CLOSE_GRACE_MS = 1000
/** Clients have nothing to say. ws closes with 1009 whoever says more. */
const MAX_INCOMING_MESSAGE_BYTES = 4096

/**
 * Builds the HTTP API, ready for `listen` or `inject`. It does not listen.
 *
 * @example
 * const server = await buildServer(options)
 * await server.listen({ host: '127.0.0.1', port: 5020 })
 */
export async function buildServer(options: ServerOptions): Promise<TypedServer> {
  const { edge = PLAIN_EDGE } = options
  const app: TypedServer = Fastify({
    logger: false,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    serverFactory: serve => {
      const onRefused = (): void => options.metrics.httpRefused.add(1, { reason: 'pipelined' })
      return createListener(limitPipelining(serve, onRefused), edge)
    },
    rewriteUrl: withoutBasePath(edge.basePath),
    ...(edge.trusts === undefined ? {} : { trustProxy: edge.trusts }),
    // Every wrong field is told as it is, never coerced into a right one.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true } },
    schemaController: { compilersFactory: COMPILE_LATE },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, _request, reply) => {
      // Before any hook.
      setSecurityHeaders(reply.raw)
      sendError(reply, toAppError(error))
    }
  })
  // First of all, so that every answer has them.
  addSecurityHeaders(app, edge.hstsMaxAgeS)
  redirectBelow(app, edge.basePath)
  limitUrls(app)
  closeConnections(app)
  const methodsOf = rememberRoutes(app)
  answerErrors(app, options, methodsOf)
  await app.register(websocket, {
    options: { maxPayload: MAX_INCOMING_MESSAGE_BYTES, perMessageDeflate: false, autoPong: false },
    preClose: done => {
      dismissSockets(app)
      done()
    }
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the path: a client must not be able to make up series.
    const route = request.routeOptions.url ?? 'none'
    options.metrics.httpRequests.add(1, { method: request.method, route, status: String(reply.statusCode) })
  })
  const desk = guardServer(app, { ...options, fleet: options.fleet ?? null })
  if (options.tracing !== undefined) traceRequests(app, options.tracing)
  const fleet = await fleetLists(app, options, desk)
  await app.register(swagger, openApiOptions(options.version, !desk.isOpen, edge.basePath))
  await app.register(swaggerUi, docsOptions(edge.basePath))
  for (const routes of [sessionRoutes, ticketRoute]) {
    await app.register(async scope => routes(scope as TypedServer, desk))
  }
  asyncApiRoute(app, { version: options.version, hasTokens: !desk.isOpen, basePath: edge.basePath })
  await registerRoutes(app, options, fleet)
  await app.ready()
  return app
}

/** Whoever the hub has not said goodbye to: the server waits for its connections when it closes. */
function dismissSockets(app: TypedServer): void {
  for (const socket of app.websocketServer.clients) {
    socket.close(1001, 'Service is going away')
    const grace = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS)
    socket.once('close', () => clearTimeout(grace))
  }
}

/** What a fleet needs is not loaded without one. */
async function fleetLists(
  app: TypedServer,
  { fleet, overview, edge }: ServerOptions,
  { vouching }: AccessDesk
): Promise<FleetLists | null> {
  if (fleet === undefined || overview === undefined || vouching === null) return null
  const { joinFleet } = await import('./fleet/join-fleet.ts')
  return joinFleet(app, { fleet, overview, vouching, peerCa: edge?.peerCa })
}

async function registerRoutes(
  app: TypedServer,
  { dashboard, fleet: _fleet, access, edge: _edge, tracing: _tracing, ...options }: ServerOptions,
  fleet: FleetLists | null
): Promise<void> {
  const context: RouteContext = { ...options, fleet, endedSessions: access.endedSessions }
  // A scope each, since they read bodies in different ways.
  for (const routes of [serviceRoutes, subscribeRoute, frameRoute]) {
    await app.register(async scope => routes(scope as TypedServer, context))
  }
  if (context.overview !== undefined) await overviewRoutes(app, { ...context, overview: context.overview })
  const { alarms } = context
  if (alarms !== undefined) {
    await app.register(async scope => alarmRoutes(scope as TypedServer, alarms))
    alarmPictureRoute(app, alarms)
  }
  performanceRoutes(app, context)
  resultRoute(app, context)
  snapshotRoute(app, context)
  healthRoutes(app, context)
  dashboardRoutes(app, dashboard ?? null)
}

function answerErrors(
  app: TypedServer,
  { log, dashboard }: Pick<ServerOptions, 'log' | 'dashboard'>,
  methodsOf: (path: string) => readonly string[]
): void {
  const page = dashboard?.get('index.html')
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toAppError(error, request)
    if (errorAnswer(known).status >= 500)
      log.error({ err: error, route: routeOf(request), ...subjectOf(request) }, 'Request failed')
    sendError(reply, known)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request)
    const allowed = methodsOf(path)
    if (allowed.length === 0) {
      if (page !== undefined && asksForPage(request)) {
        sendMissingPage(reply, page)
        return
      }
      sendError(reply, requestError('http/not-found', REQUEST_PROBLEMS.noRoute(request.method, path)))
      return
    }
    reply.header('allow', allowed.join(', '))
    const text = REQUEST_PROBLEMS.badMethod(request.method, path, allowed.join(', '))
    sendError(reply, requestError('http/method-not-allowed', text))
  })
}

function sendError(reply: FastifyReply, error: unknown): void {
  const { status, answer } = errorAnswer(error)
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  takeRestOfBody(reply)
  // Serialised here: the route's own schema may not know this status.
  reply.code(status).type('application/json; charset=utf-8').serializer(String).send(JSON.stringify(answer))
}

/** What Fastify throws, in this service's words. What nobody foresaw stays as it is and is answered as internal. */
function toAppError(error: FastifyError, request?: FastifyRequest): unknown {
  if (error instanceof AppError) return error
  const bytes = request?.routeOptions.bodyLimit ?? 0
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return requestError(
        request?.routeOptions.url?.startsWith('/pushhub/frames/') ? 'frame/too-large' : 'http/too-large',
        REQUEST_PROBLEMS.tooLarge(bytes),
        error
      )
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE': {
      const type = JSON.stringify(request?.headers['content-type'] ?? '')
      return requestError('http/unsupported-type', REQUEST_PROBLEMS.wrongType(type, 'image/jpeg'), error)
    }
    case 'FST_ERR_VALIDATION': {
      const problem = validationProblems(error.validation ?? [], error.validationContext ?? 'body')
      const path = request?.routeOptions.url ?? ''
      if (path.startsWith('/pushhub/alarms/targets') && error.validationContext === 'body') {
        return requestError('alarm/target-invalid', problem, error)
      }
      const isSettings = path.startsWith('/pushhub/cameras/') && error.validationContext === 'body'
      return requestError(isSettings ? 'camera/settings-invalid' : 'http/bad-request', problem, error)
    }
    case 'FST_ERR_BAD_URL':
      return requestError('http/bad-request', REQUEST_PROBLEMS.badUrl(error.message), error)
    default: {
      const isClients = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
      return isClients ? requestError('http/bad-request', REQUEST_PROBLEMS.badJson(error.message), error) : error
    }
  }
}

/** Without the query: a token may stand in it. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? ''
}

function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? pathOf(request)}`
}
