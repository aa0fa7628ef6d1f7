import { type Static, Type } from 'typebox'
import { PERMISSIONS, ROLES } from '../../model/access.ts'
import { nullable, oneOf, time, timeOrNull } from './paging.ts'

/** How a WebSocket may be opened where no header can be set. */
export const socketAccessQuery = {
  ticket: Type.Optional(Type.String({ description: 'Of `POST /pushhub/ws/ticket`; opens one WebSocket' })),
  token: Type.Optional(
    Type.String({ description: 'A ticket, or a token without a name and role; others may not stand in a URL' })
  )
}

export const SignInBodySchema = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 4096, description: 'One of API_TOKENS' }) },
  { additionalProperties: false }
)

/** Who is signed in, for a page. */
export const SessionSchema = Type.Object({
  needed: Type.Boolean({ description: 'Whether tokens are set, so that somebody has to sign in' }),
  name: nullable(Type.String(), 'Of the token; null when nobody is signed in'),
  role: nullable(oneOf(ROLES), 'Of the token; null without one'),
  permissions: Type.Array(oneOf(PERMISSIONS), {
    description: 'What may be done: hand in frames, see, decide and set, start and stop the service'
  }),
  expiresAt: timeOrNull('When the session ends; null without one'),
  expired: Type.Boolean({ description: 'Somebody was signed in here, and is no more' })
})

export type SessionState = Static<typeof SessionSchema>

export const TicketSchema = Type.Object({
  ok: Type.Literal(true),
  ticket: Type.String({ description: 'Opens one WebSocket, of results or of events, as `?ticket=`' }),
  expiresAt: time('Until when it opens')
})
