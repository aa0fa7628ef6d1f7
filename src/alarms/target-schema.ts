import { type Static, type TSchema, Type } from 'typebox'
import { ALARM_WHATS, USUAL_WHATS } from '../model/alarm.ts'
import { INCIDENT_KINDS } from '../model/incident.ts'

/** What a target can be. */
export const TARGET_TYPES = [
  'webhook',
  'custom',
  'slack',
  'teams',
  'discord',
  'telegram',
  'ntfy',
  'pagerduty',
  'email'
] as const
export type TargetType = (typeof TARGET_TYPES)[number]

/** What nobody is shown again once it is set. */
export const SECRET_FIELDS = ['url', 'token', 'secret', 'password', 'headers'] as const
export type SecretField = (typeof SECRET_FIELDS)[number]

export const SECURITIES = ['starttls', 'tls', 'none'] as const
/** Most targets that people set, those of the file not counted. */
export const MOST_TARGETS = 20

const word = <const T extends readonly string[]>(words: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words], description })
const optional = <const T extends TSchema>(schema: T) => Type.Optional(schema)
const secret = (description: string, maxLength = 2048) =>
  Type.Union([Type.String({ minLength: 1, maxLength }), Type.Null()], {
    description: `${description}. Never shown again; left out: stays as it is; null: taken away`
  })
const patterns = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 4096 }), {
    maxItems: 200,
    description: `${description}; * stands for any characters, ? for one. Empty: all`
  })

export const TargetFilterSchema = Type.Object(
  {
    what: optional(
      Type.Array(word(ALARM_WHATS, 'Step of an incident'), {
        minItems: 1,
        maxItems: ALARM_WHATS.length,
        description: `Which steps are told; ${USUAL_WHATS.join(', ')} when left out`
      })
    ),
    kinds: optional(
      Type.Array(word(INCIDENT_KINDS, 'Kind of incident'), {
        maxItems: INCIDENT_KINDS.length,
        description: 'Kinds of incidents. Empty: all'
      })
    ),
    cameras: optional(patterns('Names of streams')),
    groups: optional(patterns('Names of groups')),
    minSeverity: optional(Type.Number({ minimum: 0, maximum: 1, description: 'Least severity of an incident so far' })),
    groupMembers: optional(
      Type.Boolean({ description: 'Also incidents that belong to the incident of a group; true when left out' })
    )
  },
  { additionalProperties: false, description: 'Which alarms a target is told: those that fit every part' }
)

export const TargetLimitsSchema = Type.Object(
  {
    concurrency: optional(Type.Integer({ minimum: 1, maximum: 10, description: 'Calls at once; 2 when left out' })),
    perMinute: optional(Type.Integer({ minimum: 1, maximum: 6000, description: 'Calls a minute; 60 when left out' })),
    timeoutS: optional(Type.Number({ minimum: 1, maximum: 60, description: 'For one call, s; 10 when left out' }))
  },
  { additionalProperties: false, description: 'How much a target is asked to take' }
)

/** A target as people give it. Which fields a type needs is checked apart. */
export const TargetInputSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: 'What people call it', examples: ['Control room'] }),
    type: word(TARGET_TYPES, 'What it is'),
    enabled: optional(Type.Boolean({ description: 'true when left out' })),
    language: optional(word(['en', 'zh'], 'Of what people read; en when left out')),
    pictures: optional(Type.Boolean({ description: 'With pictures, or links to them; true when left out' })),
    url: optional(secret('Where to')),
    token: optional(secret('Bot token (telegram), access token (ntfy), integration key (pagerduty)')),
    secret: optional(secret('Signs what is sent (webhook, custom)', 512)),
    password: optional(secret('Of the SMTP user')),
    headers: optional(
      Type.Union([Type.Record(Type.String(), Type.String({ maxLength: 4096 })), Type.Null()], {
        description: 'Further headers of each call (webhook, custom). Values are never shown again'
      })
    ),
    chat: optional(Type.String({ minLength: 1, maxLength: 200, description: 'Chat id or @channel (telegram)' })),
    template: optional(
      Type.String({ minLength: 1, maxLength: 20_000, description: 'Body with {{path}} of the webhook body (custom)' })
    ),
    contentType: optional(
      Type.String({ maxLength: 200, description: 'Of the template; application/json when left out (custom)' })
    ),
    host: optional(Type.String({ minLength: 1, maxLength: 255, description: 'SMTP server (email)' })),
    port: optional(
      Type.Integer({ minimum: 1, maximum: 65_535, description: '587 when left out, 465 with tls (email)' })
    ),
    security: optional(word(SECURITIES, 'starttls when left out; none sends in the clear (email)')),
    user: optional(Type.String({ minLength: 1, maxLength: 320, description: 'SMTP user (email)' })),
    from: optional(Type.String({ minLength: 3, maxLength: 320, description: 'Sender (email)' })),
    to: optional(
      Type.Array(Type.String({ minLength: 3, maxLength: 320 }), { maxItems: 50, description: 'Receivers (email)' })
    ),
    filter: optional(TargetFilterSchema),
    limits: optional(TargetLimitsSchema)
  },
  { additionalProperties: false, description: 'Where alarms go to' }
)

export type TargetInput = Static<typeof TargetInputSchema>

/** Which alarms a target is told, with nothing left out. */
export type TargetFilter = Required<Static<typeof TargetFilterSchema>>
export type TargetLimits = Required<Static<typeof TargetLimitsSchema>>

/** A target as it is kept, its secrets included. */
export interface AlarmTarget {
  readonly id: string
  readonly name: string
  readonly type: TargetType
  readonly enabled: boolean
  readonly language: 'en' | 'zh'
  readonly pictures: boolean
  readonly url: string | null
  readonly token: string | null
  readonly secret: string | null
  readonly password: string | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly chat: string | null
  readonly template: string | null
  readonly contentType: string | null
  readonly host: string | null
  readonly port: number | null
  readonly security: (typeof SECURITIES)[number]
  readonly user: string | null
  readonly from: string | null
  readonly to: readonly string[]
  readonly filter: TargetFilter
  readonly limits: TargetLimits
}
