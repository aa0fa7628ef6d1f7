import type { FastifyReply, FastifyRequest } from 'fastify'
import { permissionsOf } from '../../model/access.ts'
import { cookieHeader } from '../access/cookies.ts'
import type { AccessDesk } from '../access/guard-server.ts'
import { SESSION_COOKIE } from '../access/sessions.ts'
import { noStore } from '../no-store.ts'
import { takeJsonOrNothing } from '../body-parsers.ts'
import { SessionSchema, type SessionState, SignInBodySchema } from '../schemas/access.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'
import { iso } from '../wire/iso.ts'

const SESSION_PATH = '/pushhub/session'

/** `/pushhub/session`: how browsers are let in, so that they need to keep no token. */
export function sessionRoutes(app: TypedServer, desk: AccessDesk): void {
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
      const { text, session } = await desk.sessions.begin(token, nowMs)
      request.caller = { name: token.name, role: token.role, session }
      setCookie(request, reply, text, Math.ceil((session.expiresAtMs - nowMs) / 1000))
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
        description:
          'Ends its session, also for copies of its cookie (at other members of a fleet within some 5 s), closes the WebSockets that it opened, and deletes the cookie. Signing out who is not signed in is no error.',
        response: { 200: described('Signed out', OkAnswerSchema), ...errorResponses() }
      }
    },
    async (request, reply) => {
      noStore(reply)
      if (request.caller?.session) await desk.sessions.end(request.caller.session)
      dropCookie(request, reply)
      return { ok: true as const }
    }
  )
}

function stateOf({ caller, hasExpired }: FastifyRequest, { isOpen }: AccessDesk): SessionState {
  return {
    needed: !isOpen,
    name: caller?.name ?? null,
    role: caller === null || isOpen ? null : caller.role,
    permissions: caller === null ? [] : [...permissionsOf(caller.role)],
    expiresAt: caller === null || caller.session === null ? null : iso(caller.session.expiresAtMs),
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
