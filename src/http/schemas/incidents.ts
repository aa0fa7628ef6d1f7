import { type Static, Type } from 'typebox'
import { INCIDENT_STATES, PICTURE_ROLES, TIMELINE_STEPS, VERDICTS } from '../../model/incident.ts'
import { FaultSchema, FaultKindSchema, IncidentKindSchema, TierSchema } from './fault.ts'
import { listOf, nextCursor, nullable, oneOf, pageQuery, time, timeOrNull, timeQuery } from './paging.ts'

const MAX_NAME = 200
const MAX_NOTE = 2000
export const MAX_BULK = 500

const IncidentStateSchema = oneOf(INCIDENT_STATES, {
  description: 'acknowledged: still going on, and somebody has taken it'
})

const VerdictSchema = oneOf(VERDICTS)
export const PictureRoleSchema = oneOf(PICTURE_ROLES, {
  description: 'before: the last healthy one; first and worst: faulty; after: the first healthy one again'
})

const PictureSchema = nullable(
  Type.Object({ key: Type.String({ description: 'Its key in the snapshot store' }), at: time('When it was received') }),
  'null when there is none'
)

const TimelineEntrySchema = Type.Object({
  at: time('When'),
  what: oneOf(TIMELINE_STEPS),
  by: nullable(Type.String(), 'Who; null when the service did it'),
  text: Type.String(),
  text_zh: Type.String()
})

const incidentFields = {
  id: Type.String({ description: 'Sorts by time of opening', examples: ['01JZ7Q4R4W8N3H5K2M6P9T0VXY'] }),
  stream: nullable(Type.String(), 'The camera; null for an incident of a group or of the service'),
  name: nullable(Type.String(), "The camera's display name, where it has one"),
  group: nullable(Type.String(), 'The group of a group incident'),
  kind: IncidentKindSchema,
  tier: TierSchema,
  state: IncidentStateSchema,
  severity: Type.Number({ description: 'Now, or when it was last seen; 0..1' }),
  peakSeverity: Type.Number({ description: '0..1' }),
  openedAt: time('When the fault was raised'),
  lastSeenAt: time('When it was last seen'),
  closedAt: timeOrNull('When it ended; null while it goes on'),
  explained: Type.Array(FaultKindSchema, { description: 'Kinds that were up too, but follow from this one' }),
  fault: nullable(FaultSchema, 'The fault at its worst; null for group and service incidents'),
  flaps: Type.Integer({ minimum: 0, description: 'How often it ended and came back within REOPEN_WINDOW_S' }),
  why: Type.String({ description: 'One sentence' }),
  why_zh: Type.String(),
  pictures: Type.Object({ before: PictureSchema, first: PictureSchema, worst: PictureSchema, after: PictureSchema }),
  acknowledgedBy: nullable(Type.String(), 'Who has taken it'),
  acknowledgedAt: timeOrNull('When it was taken'),
  note: nullable(Type.String(), 'What they wrote'),
  verdict: nullable(VerdictSchema, 'What a person says it was'),
  members: Type.Array(Type.Object({ stream: Type.String(), incidentId: Type.String() }), {
    description: 'Of a group incident: the incidents of its cameras'
  }),
  parentId: nullable(Type.String(), 'The group incident that this one belongs to')
}

/** An incident on a list. */
export const IncidentSummarySchema = Type.Object(incidentFields)

/** An incident with all that happened. */
export const IncidentSchema = Type.Object({
  ...incidentFields,
  timeline: Type.Array(TimelineEntrySchema, {
    description: 'Oldest first; repeated flapping is cut short in the middle'
  })
})

export const IncidentListSchema = Type.Object({
  items: Type.Array(IncidentSummarySchema, { description: 'Newest first' }),
  next: nextCursor,
  openCount: Type.Integer({ minimum: 0, description: 'Incidents of cameras that go on, whatever the filter' })
})

export const IncidentQuerySchema = Type.Object(
  {
    stream: listOf('Cameras', 'gate-1'),
    group: listOf('Groups: incidents of their cameras, and their group incidents', 'north'),
    kind: listOf('Kinds', 'occluded,black'),
    state: listOf('States', 'open,acknowledged'),
    verdict: listOf('Verdicts; `none` for those without', 'false-alarm,none'),
    from: timeQuery('Opened at or after'),
    to: timeQuery('Opened before'),
    format: Type.Optional(
      Type.Union([Type.Literal('json'), Type.Literal('csv')], {
        description: 'csv: all that the filters fit, the newest 10,000 at most, without pages; json when left out'
      })
    ),
    ...pageQuery
  },
  { additionalProperties: false }
)

export const incidentParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) })

const by = Type.Optional(
  Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'Who does it; `anonymous` when left out' })
)
const note = Type.Optional(Type.String({ maxLength: MAX_NOTE, description: 'Kept with the incident' }))

export const AcknowledgeBodySchema = Type.Object(
  { by, note },
  { additionalProperties: false, examples: [{ by: 'Chen', note: 'Cleaner is on the way' }] }
)

export const VerdictBodySchema = Type.Object(
  { verdict: nullable(VerdictSchema, 'null takes it back'), by, note },
  { additionalProperties: false, examples: [{ verdict: 'false-alarm', by: 'Chen' }] }
)

export const BulkAcknowledgeBodySchema = Type.Object(
  {
    ids: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: MAX_BULK }),
    by,
    note
  },
  { additionalProperties: false }
)

export const BulkAnswerSchema = Type.Object({
  items: Type.Array(Type.String(), { description: 'Ids that were acknowledged' }),
  failed: Type.Array(Type.Object({ id: Type.String(), error: Type.String(), error_zh: Type.String() }))
})

export type IncidentSummary = Static<typeof IncidentSummarySchema>
export type Incident = Static<typeof IncidentSchema>
export type IncidentList = Static<typeof IncidentListSchema>
export type IncidentQuery = Static<typeof IncidentQuerySchema>
export type TimelineEntry = Static<typeof TimelineEntrySchema>
export type PictureRole = Static<typeof PictureRoleSchema>
export type Verdict = Static<typeof VerdictSchema>
export type BulkAcknowledgeBody = Static<typeof BulkAcknowledgeBodySchema>
export type BulkAnswer = Static<typeof BulkAnswerSchema>
