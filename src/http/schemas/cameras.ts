import { type Static, Type } from 'typebox'
import { CAMERA_STATES } from '../../model/camera-state.ts'
import { CameraSettingsSchema } from './camera-settings.ts'
import { FaultKindSchema, FaultSchema } from './fault.ts'
import { UnreachableSchema } from './unreachable.ts'
import { listOf, nextCursor, nullable, oneOf, pageQuery, time, timeOrNull, timeQuery } from './paging.ts'

const CameraStateNameSchema = oneOf(CAMERA_STATES, {
  description:
    'faulty: a fault is raised; learning: no fault, but the scene is not known yet; waiting: no frame was seen yet; maintenance: judged, but silent; off-schedule: not judged at this hour'
})

/** What is known of one camera now. */
export const CameraStateSchema = Type.Object({
  stream: Type.String(),
  name: Type.String({ description: 'Display name; the name of the stream when none was given' }),
  groups: Type.Array(Type.String(), {
    description: "Its groups; the stream's name up to the first `/` when none were given"
  }),
  state: CameraStateNameSchema,
  since: time('Since when it is in this state'),
  fault: nullable(FaultSchema, 'The main fault'),
  faults: Type.Array(FaultSchema, { description: 'All that are raised, the main cause first' }),
  explained: Type.Array(FaultKindSchema, { description: 'Kinds that are up too, but follow from the main cause' }),
  notJudged: Type.Array(Type.Object({ kind: FaultKindSchema, reason: Type.String(), reason_zh: Type.String() })),
  acknowledged: Type.Boolean({ description: 'Somebody has taken the incident of the main fault' }),
  incidentId: nullable(Type.String(), 'The incident of the main fault, or the one that is still open'),
  lastFrameAt: timeOrNull('When the last frame was received'),
  lagMs: nullable(Type.Number(), 'From capture (or from being added to the source) to the verdict, last frame, ms'),
  framesPerSecond: Type.Number({ description: 'Received, over the last 10 s' }),
  analysedPerSecond: Type.Number({ description: 'Judged, over the last 10 s' }),
  shape: nullable(Type.Array(Type.Number()), '[height, width, channels], pixels'),
  learnedRatio: Type.Number({ description: 'How much of the scene is learned, 0..1' }),
  measures: Type.Record(Type.String(), Type.Number(), {
    description: 'Newest value of each measure of /measures; those that cannot be taken are left out'
  }),
  member: Type.Optional(
    nullable(Type.String(), 'In a fleet: id of the member that watches it; null while none does. Left out without one')
  )
})

export const CameraDetailSchema = Type.Object({ ...CameraStateSchema.properties, settings: CameraSettingsSchema })

const GroupCountSchema = Type.Object({ total: Type.Integer(), faulty: Type.Integer() })

export const CameraListSchema = Type.Object({
  items: Type.Array(CameraStateSchema),
  next: nextCursor,
  total: Type.Integer({ description: 'Cameras that the filter leaves' }),
  counts: Type.Object(
    {
      healthy: Type.Integer(),
      learning: Type.Integer(),
      faulty: Type.Integer(),
      waiting: Type.Integer(),
      maintenance: Type.Integer(),
      offSchedule: Type.Integer(),
      byKind: Type.Record(Type.String(), Type.Integer(), { description: 'Cameras by their main fault' }),
      byGroup: Type.Record(Type.String(), GroupCountSchema)
    },
    { description: 'Of all cameras, whatever the filter' }
  ),
  asOf: time('When this was true'),
  unreachable: Type.Optional(UnreachableSchema)
})

export const CameraQuerySchema = Type.Object(
  {
    group: listOf('Groups', 'north'),
    state: listOf('States', 'faulty,learning'),
    kind: listOf('Kinds of raised faults', 'occluded'),
    q: Type.Optional(Type.String({ maxLength: 200, description: 'Text in the name, the stream or a group' })),
    sort: Type.Optional(
      Type.Union([Type.Literal('severity'), Type.Literal('name')], {
        description: 'severity (default): not acknowledged faults first, the worst of them first'
      })
    ),
    ...pageQuery
  },
  { additionalProperties: false }
)

export const GroupListSchema = Type.Object({
  items: Type.Array(Type.Object({ group: Type.String(), cameras: Type.Integer(), faulty: Type.Integer() })),
  unreachable: Type.Optional(UnreachableSchema)
})

export const MeasuresQuerySchema = Type.Object(
  {
    from: timeQuery('First moment; an hour ago when left out'),
    to: timeQuery('Last moment; now when left out'),
    points: Type.Optional(
      Type.String({
        pattern: '^[1-9][0-9]{0,3}$',
        description: 'Most points of each series, 1 to 1000; 360 when left out'
      })
    )
  },
  { additionalProperties: false }
)

const SeriesSchema = Type.Object({
  measure: Type.String(),
  unit: Type.String({ description: '`ratio` (of the usual, 1 is as ever), `levels`, `fps`' }),
  kind: nullable(FaultKindSchema, 'The fault that this measure tells of first'),
  points: Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]), {
    description: '[epoch ms, least, mean, most]; where nothing could be measured there is no point'
  }),
  limit: nullable(Type.Number(), 'Where the fault begins, where one number says it'),
  reference: nullable(Type.Array(Type.Tuple([Type.Number(), Type.Number()])), '[epoch ms, usual value]'),
  alarms: Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
    description: '[from, to] in epoch ms: while an incident of this kind went on'
  })
})

export const MeasuresSchema = Type.Object({
  stream: Type.String(),
  seen: Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
    description: 'When its pictures were measured, epoch ms, in order: outside of it nothing is known of the camera'
  }),
  series: Type.Array(SeriesSchema)
})

/** `?mask=1` draws the faulty region, and hatches what is not judged. */
const mask = Type.Optional(
  Type.Union([Type.Literal('0'), Type.Literal('1')], { description: 'Draw the faulty region' })
)

export const PictureQuerySchema = Type.Object(
  {
    mask,
    width: Type.Optional(
      Type.String({ pattern: '^[1-9][0-9]{2,3}$', description: 'Make it no wider than this, 160 to 1920 pixels' })
    ),
    // So that a page can ask for a picture that is newer than one it has, past every cache.
    t: Type.Optional(Type.String({ maxLength: 32, description: 'Ignored; makes the address another one' }))
  },
  { additionalProperties: false }
)

export const VideoQuerySchema = Type.Object(
  {
    mask,
    fps: Type.Optional(
      Type.String({
        pattern: '^([0-9]{1,2})(\\.[0-9]{1,2})?$',
        description: 'Most pictures a second, up to 25; 5 when left out'
      })
    ),
    width: PictureQuerySchema.properties.width
  },
  { additionalProperties: false }
)

export type CameraState = Static<typeof CameraStateSchema>
export type CameraDetail = Static<typeof CameraDetailSchema>
export type CameraList = Static<typeof CameraListSchema>
export type CameraCounts = CameraList['counts']
export type CameraQuery = Static<typeof CameraQuerySchema>
export type GroupList = Static<typeof GroupListSchema>
export type CameraMeasures = Static<typeof MeasuresSchema>
export type MeasureSeries = Static<typeof SeriesSchema>
