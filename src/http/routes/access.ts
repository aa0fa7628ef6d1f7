import type { FastifyReply, FastifyRequest } from 'fastify'
import { permissionsOf } from '../../model/access.ts'
import { cookieHeader } from '../access/cookies.ts'
import type { AccessDesk } from '../access/guard-server.ts'
import { SESSION_COOKIE } from '../access/sessions.ts'
import { takeJsonOrNothing } from '../body-parsers.ts'
import { SessionSchema, type SessionState, SignInBodySchema, TicketSchema } from '../schemas/access.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'
import { iso } from '../wire/iso.ts'

const SESSION_PATH = '/pushhub/session'

/** `/pushhub/session` and `/pushhub/ws/ticket`: how browsers are let in, where no token should be. */
export function accessRoutes(app: TypedServer, desk: AccessDesk): void {
  takeJsonOrNothing(app)
  const tags = ['Access']

  app.get(
    SESSION_PATH,
    {
      config: { needs: 'anyone' },
      schema: {
        tags,
        summary: 'Who is signed in',
        description: 'Of the browser that asks, by its session. Needs no token.',
        response: { 200: described('Who, and what they may do', SessionSchema), ...errorResponses(503) }
      }
    },
    async (request, reply) => {
      noStore(reply)
      if (request.hasExpired) dropCookie(request, reply)
      return stateOf(request, desk)
    }
  )

  app.post(
    SESSION_PATH,
    {
      config: { needs: 'anyone' },
      schema: {
        tags,
        summary: 'Sign a browser in',
        description:
          'Takes a token and sets a cookie that scripts cannot read. Wrong tokens of one address are limited tightly. A token of the role producer has nothing to see.',
        body: SignInBodySchema,
        response: { 200: described('Signed in', SessionSchema), ...errorResponses(400, 503) }
      }
    },
    async (request, reply) => {
      noStore(reply)
      if (desk.isOpen) return stateOf(request, desk)
      const token = desk.guard.signIn(request, reply, request.body.token)
      const nowMs = desk.clock()
      const { text, expiresAtMs } = await desk.sessions.begin(token, nowMs)
      request.caller = { name: token.name, role: token.role, expiresAtMs }
      setCookie(request, reply, text, Math.ceil((expiresAtMs - nowMs) / 1000))
      return { ...stateOf(request, desk), expired: false }
    }
  )

  app.delete(
    SESSION_PATH,
    {
      config: { needs: 'anyone' },
      schema: {
        tags,
        summary: 'Sign a browser out',
        description: 'Deletes its cookie. Signing out who is not signed in is no error.',
        response: { 200: described('Signed out', OkAnswerSchema), ...errorResponses() }
      }
    },
    async (request, reply) => {
      noStore(reply)
      dropCookie(request, reply)
      return { ok: true as const }
    }
  )

  app.post(
    '/pushhub/ws/ticket',
    {
      config: { needs: 'read' },
      schema: {
        tags,
        summary: 'A ticket for one WebSocket',
        description:
          'For pages, which cannot send a header with a WebSocket, so that no token stands in an address. It holds for 30 s and one upgrade, at any member of a fleet, with the role of who asks. Without API_TOKENS none is needed, and any text is taken.',
        response: { 200: described('The ticket', TicketSchema), ...errorResponses(503) }
      }
    },
    async (request, reply) => {
      noStore(reply)
      const { asker, caller } = request
      if (asker === null || caller === null) {
        return { ok: true as const, ticket: 'none-needed', expiresAt: iso(desk.clock()) }
      }
      const { text, expiresAtMs } = await desk.tickets.issue(asker, caller, desk.clock())
      return { ok: true as const, ticket: text, expiresAt: iso(expiresAtMs) }
    }
  )
}

function stateOf({ caller, hasExpired }: FastifyRequest, { isOpen }: AccessDesk): SessionState {
  return {
    needed: !isOpen,
    name: caller?.name ?? null,
    role: caller === null || isOpen ? null : caller.role,
    permissions: caller === null ? [] : [...permissionsOf(caller.role)],
    expiresAt: caller === null || caller.expiresAtMs === null ? null : iso(caller.expiresAtMs),
    expired: hasExpired
  }
}

function setCookie({ protocol }: FastifyRequest, reply: FastifyReply, value: string, maxAgeS: number): void {
  const isSecure = protocol === 'https'
  reply.header('set-cookie', cookieHeader({ name: SESSION_COOKIE, value, maxAgeS, isSecure, path: '/' }))
}

function dropCookie(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, '', 0)
}

/** Of one browser, and of this moment. */
function noStore(reply: FastifyReply): void {
  reply.header('cache-control', 'no-store').header('vary', 'cookie')
}
