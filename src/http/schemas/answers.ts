import { type Static, Type } from 'typebox'
import { UnreachableSchema } from './unreachable.ts'

/** Every error of every route. */
export const ErrorAnswerSchema = Type.Object(
  {
    ok: Type.Literal(false),
    code: Type.String({ description: 'Compare this one; see docs/errors.md' }),
    error: Type.String({ description: 'What was attempted and what arrived' }),
    error_zh: Type.String({ description: 'The same in Chinese' })
  },
  { description: 'What went wrong' }
)

export type ErrorAnswer = Static<typeof ErrorAnswerSchema>

/** Answer of a control route. */
export const MessageAnswerSchema = Type.Object({
  ok: Type.Literal(true),
  msg: Type.String(),
  msg_zh: Type.String()
})

/** The same of what every member of a fleet did. */
export const MembersAnswerSchema = Type.Object({
  ...MessageAnswerSchema.properties,
  unreachable: Type.Optional(UnreachableSchema)
})

export const OkAnswerSchema = Type.Object({ ok: Type.Literal(true) })

export const SubscribeAnswerSchema = Type.Object({
  ok: Type.Literal(true),
  epoch: Type.Integer({ minimum: 0, description: 'Number of the subscription; grows by one with each' }),
  subscribed: Type.Array(Type.String(), { description: 'The streams, each once, in the order given' })
})

/** A response schema that says when it is answered. */
export function described<const T extends object>(description: string, schema: T): T & { description: string } {
  return { ...schema, description }
}

/** What any route may answer. */
const COMMON = [401, 403, 429, 500] as const
type CommonStatus = (typeof COMMON)[number]

/** Error responses of a route, by status. */
export function errorResponses<const S extends readonly number[]>(
  ...statuses: S
): Record<S[number] | CommonStatus, typeof ErrorAnswerSchema> {
  const entries = [...statuses, ...COMMON].map(status => [
    status,
    described(STATUS_MEANING[status] ?? 'Error', ErrorAnswerSchema)
  ])
  return Object.fromEntries(entries) as Record<S[number] | CommonStatus, typeof ErrorAnswerSchema>
}

const STATUS_MEANING: Readonly<Record<number, string>> = {
  400: 'The request is wrong; the message names each bad field and what arrived',
  401: 'The token is missing or wrong',
  403: 'The role of the token does not allow this, or a page of another origin asks',
  429: 'Too many requests; `Retry-After` says when to try again, s',
  404: 'There is no such thing',
  409: 'The service is stopped',
  421: 'In a fleet: this is not the member that was asked for',
  413: 'The body is too large',
  415: 'The content type is not taken',
  426: 'The route speaks WebSocket alone',
  500: 'Something failed inside the service',
  503: 'Something that the service depends on cannot be reached'
}
