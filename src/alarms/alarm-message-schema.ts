import { type Static, type TSchema, Type } from 'typebox'
import { ALARM_WHATS } from '../model/alarm.ts'
import { INCIDENT_KINDS, INCIDENT_STATES, PICTURE_ROLES, TIERS, VERDICTS } from '../model/incident.ts'
import { CAP_CERTAINTIES, CAP_SEVERITIES, CAP_URGENCIES } from './alarm-codes.ts'

const word = <const T extends readonly string[]>(words: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words], description })
const orNull = <const T extends TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description })
const time = (description: string) => Type.String({ description: `${description}; ISO-8601 UTC` })
const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description })
const object = <const T extends Record<string, TSchema>>(properties: T, description: string) =>
  Type.Object(properties, { additionalProperties: false, description })

const PictureSchema = orNull(
  object(
    { at: time('When its frame was received'), url: Type.String({ description: 'Opens it, until it ends' }) },
    'One'
  ),
  'Null: there is none, or not yet'
)

const IncidentSchema = object(
  {
    id: Type.String({ description: 'The same in all its messages' }),
    kind: word(INCIDENT_KINDS, 'The fault, or service'),
    code: Type.String({ description: '`state` of the results' }),
    code_zh: Type.String({ description: 'The same in Chinese' }),
    tier: word(TIERS, 'How much of the picture it costs'),
    state: word(INCIDENT_STATES, 'acknowledged still goes on'),
    severity: share('Now, or when it was last seen'),
    peakSeverity: share('At its worst'),
    openedAt: time('When it began'),
    lastSeenAt: time('When it was last seen'),
    closedAt: orNull(Type.String(), 'When it was over; ISO-8601 UTC; null while it goes on'),
    durationS: Type.Integer({ minimum: 0, description: 'So far, s' }),
    flaps: Type.Integer({ minimum: 0, description: 'How often it ended and came back' }),
    why: Type.String({ description: 'What was measured, and what it was held against' }),
    why_zh: Type.String({ description: 'The same in Chinese' }),
    acknowledgedBy: orNull(Type.String(), 'Who took it'),
    note: orNull(Type.String(), 'What people say of it'),
    verdict: orNull(word(VERDICTS, 'What it was'), 'What a person says that it was; null: nobody has said it'),
    cameras: Type.Array(Type.String(), { description: 'Of the incident of a group, or of the service' }),
    parentId: orNull(Type.String(), 'Of the incident of a group that it belongs to'),
    url: Type.String({ description: 'Its page' })
  },
  'As it is now'
)

/** The body of a webhook, and what every other body is made of. `docs/alarms.md` describes it. */
export const AlarmMessageSchema = object(
  {
    version: Type.Literal(1, { description: 'Grows when a field changes its meaning' }),
    id: Type.String({ description: 'Of the alarm: a message that comes twice has the same' }),
    what: word(ALARM_WHATS, 'What has become of the incident'),
    at: time('When it happened'),
    test: Type.Boolean({ description: 'Sent by the test button: nothing has happened' }),
    text: Type.String({ description: 'One line that says all' }),
    text_zh: Type.String({ description: 'The same in Chinese' }),
    camera: orNull(
      object({ stream: Type.String(), name: orNull(Type.String(), 'As people call it') }, 'The camera'),
      'Null for groups and the service'
    ),
    group: orNull(Type.String(), 'The group of the incident of a group'),
    groups: Type.Array(Type.String(), { description: 'Groups of the camera' }),
    incident: IncidentSchema,
    pictures: object(
      Object.fromEntries(PICTURE_ROLES.map(role => [role, PictureSchema])) as Record<
        (typeof PICTURE_ROLES)[number],
        typeof PictureSchema
      >,
      'The last healthy one, the first and the worst faulty one, the first healthy one again'
    ),
    onvif: object(
      {
        topic: Type.String({ description: 'Of the event service of ONVIF' }),
        state: Type.Boolean({ description: 'False when it is over' }),
        source: orNull(Type.String(), 'Camera or group')
      },
      'In the words of ONVIF'
    ),
    cap: object(
      {
        status: word(['Actual', 'Test'], 'Test: nothing has happened'),
        msgType: word(['Alert', 'Update'], 'Alert: it begins'),
        event: Type.String({ description: 'The fault' }),
        severity: word(CAP_SEVERITIES, 'How bad'),
        urgency: word(CAP_URGENCIES, 'Past: it is over'),
        certainty: word(CAP_CERTAINTIES, 'How sure')
      },
      'In the words of the Common Alerting Protocol 1.2'
    )
  },
  'What an alarm says'
)

export type AlarmMessage = Static<typeof AlarmMessageSchema>
