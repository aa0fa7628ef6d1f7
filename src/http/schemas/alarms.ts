import { type Static, Type } from 'typebox'
import {
  SECURITIES,
  TARGET_TYPES,
  TargetFilterSchema,
  TargetInputSchema,
  TargetLimitsSchema
} from '../../alarms/target-schema.ts'
import { ALARM_WHATS } from '../../model/alarm.ts'
import { INCIDENT_KINDS, PICTURE_ROLES } from '../../model/incident.ts'
import { nextCursor, nullable, oneOf, pageQuery, time, timeOrNull } from './paging.ts'

export const TargetParamsSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, description: 'Of the target' })
})

const shownSecret = (description: string) => nullable(Type.String(), `${description}: what may be shown; null: not set`)

export const AlarmTargetSchema = Type.Object(
  {
    id: Type.String({ description: 'Made by the service' }),
    name: Type.String(),
    type: oneOf(TARGET_TYPES),
    enabled: Type.Boolean(),
    language: oneOf(['en', 'zh']),
    pictures: Type.Boolean(),
    chat: nullable(Type.String(), 'Telegram'),
    template: nullable(Type.String(), 'Custom'),
    contentType: nullable(Type.String(), 'Custom'),
    host: nullable(Type.String(), 'E-mail'),
    port: nullable(Type.Integer(), 'E-mail'),
    security: oneOf(SECURITIES),
    user: nullable(Type.String(), 'E-mail'),
    from: nullable(Type.String(), 'E-mail'),
    to: Type.Array(Type.String()),
    filter: Type.Required(TargetFilterSchema),
    limits: Type.Required(TargetLimitsSchema),
    fixed: Type.Boolean({ description: 'It stands in ALARM_TARGETS_FILE and cannot be changed here' }),
    secrets: Type.Object({
      url: shownSecret('Address'),
      token: shownSecret('Token'),
      secret: shownSecret('Signing secret'),
      password: shownSecret('Password'),
      headers: shownSecret('Names of the headers')
    }),
    waiting: Type.Integer({ minimum: 0, description: 'Alarms on their way to it' }),
    oldestAt: timeOrNull('When the alarm that waits longest happened'),
    dead: Type.Integer({ minimum: 0, description: 'Alarms that were given up' }),
    last: nullable(
      Type.Object({
        at: time('When'),
        outcome: oneOf(['delivered', 'failed']),
        alarm: Type.String({ description: 'Id of the alarm' }),
        error: nullable(Type.String(), 'What it failed over')
      }),
      'How the newest try went; null before the first one'
    )
  },
  { description: 'Where alarms go to, without its secrets' }
)

export type AlarmTargetBody = Static<typeof AlarmTargetSchema>

export const AlarmTargetsSchema = Type.Object({ items: Type.Array(AlarmTargetSchema) })

const by = Type.Optional(Type.String({ maxLength: 200, description: 'Who does it, for the audit list' }))

export const TargetBodySchema = Type.Object(
  { ...TargetInputSchema.properties, by },
  { additionalProperties: false, description: 'A target; secrets that are left out stay as they are' }
)
export type TargetBody = Static<typeof TargetBodySchema>

export const TestAnswerSchema = Type.Object({
  delivered: Type.Boolean(),
  status: nullable(Type.Integer(), 'What it answered, where it speaks HTTP'),
  error: nullable(Type.String(), 'Why it was not delivered'),
  tookMs: Type.Number({ minimum: 0 })
})
export type TestAnswer = Static<typeof TestAnswerSchema>

export const DeadLetterSchema = Type.Object({
  id: Type.String({ description: 'Of the delivery' }),
  target: Type.String({ description: 'Id of the target' }),
  alarm: Type.String({ description: 'Id of the alarm, the same for every target' }),
  what: oneOf(ALARM_WHATS),
  at: time('When it happened'),
  incident: Type.String(),
  kind: oneOf(INCIDENT_KINDS),
  stream: nullable(Type.String(), 'The camera'),
  attempts: Type.Integer({ minimum: 0 }),
  error: nullable(Type.String(), 'What the last try failed over'),
  diedAt: timeOrNull('When it was given up')
})
export type DeadLetter = Static<typeof DeadLetterSchema>

export const DeadLettersSchema = Type.Object({ items: Type.Array(DeadLetterSchema), next: nextCursor })

export const DeadQuerySchema = Type.Object(
  { ...pageQuery, target: Type.Optional(Type.String({ maxLength: 64, description: 'Of this target alone' })) },
  { additionalProperties: false }
)

export const DeadIdsSchema = Type.Object(
  { ids: Type.Array(Type.String({ maxLength: 300 }), { minItems: 1, maxItems: 500 }), by },
  { additionalProperties: false }
)

export const CountAnswerSchema = Type.Object({ count: Type.Integer({ minimum: 0 }) })

export const PictureLinkParamsSchema = Type.Object({
  incident: Type.String({ minLength: 1, maxLength: 64 }),
  file: Type.String({ pattern: `^(${PICTURE_ROLES.join('|')})\\.jpg$`, description: 'Which picture' })
})

export const PictureLinkQuerySchema = Type.Object(
  {
    ends: Type.String({ maxLength: 12, description: 's since 1970' }),
    signature: Type.String({ maxLength: 64 })
  },
  { additionalProperties: false }
)
