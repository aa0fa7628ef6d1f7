import { type Static, Type } from 'typebox'
import { listOf, nullable, time, timeQuery } from './paging.ts'

const availability = nullable(
  Type.Number({ minimum: 0, maximum: 1 }),
  'Share of the judged time without an incident of tier lost or silent, 0..1; null when nothing was judged'
)
const FaultsSchema = Type.Record(
  Type.String(),
  Type.Object({
    count: Type.Integer({ description: 'Incidents that were opened in the period' }),
    minutes: Type.Number({ description: 'How long they went on within the period, as far as it was watched' })
  }),
  { description: 'By kind; incidents with the verdict false-alarm or planned are left out' }
)
const medians = {
  medianTimeToDetectS: nullable(Type.Number(), 'From the first frame that showed it to its being raised, s'),
  medianTimeToRepairS: nullable(Type.Number(), 'From opening to closing, of those that have ended, s')
}

const watched = {
  judgedS: Type.Number({
    description: 'Time in which the camera was judged, s: watched, not in maintenance, within its schedule'
  }),
  maintenanceS: Type.Number({ description: 'Time in maintenance, s' }),
  offScheduleS: Type.Number({ description: 'Time in which it was not to be judged, by its schedule, s' }),
  unwatchedS: Type.Number({
    description:
      'The rest, s: the service or its source of frames was down, the camera was not subscribed or has sent no frame yet. It is neither healthy nor faulty'
  }),
  watchedShare: nullable(
    Type.Number({ minimum: 0, maximum: 1 }),
    'Share of the period, up to now, that is not of unwatchedS, 0..1; null when there is no camera'
  )
}

const TotalSchema = Type.Object({
  cameras: Type.Integer(),
  incidents: Type.Integer(),
  falseAlarms: Type.Integer({ description: 'Incidents that were called a false alarm' }),
  planned: Type.Integer({ description: 'Incidents that were called planned' }),
  availability,
  ...watched,
  faults: FaultsSchema,
  ...medians
})

export const ReportSchema = Type.Object({
  from: time('Beginning of the period'),
  to: time('End of the period'),
  asOf: time('When the report was made'),
  total: TotalSchema,
  cameras: Type.Array(
    Type.Object({
      stream: Type.String(),
      name: Type.String(),
      groups: Type.Array(Type.String()),
      availability,
      ...watched,
      faults: FaultsSchema,
      ...medians
    }),
    { description: 'The least available first' }
  ),
  days: Type.Array(
    Type.Object({
      day: Type.String({ description: 'Date in TIME_ZONE', examples: ['2026-01-01'] }),
      availability,
      watchedShare: watched.watchedShare,
      minutesByTier: Type.Object({ lost: Type.Number(), impaired: Type.Number(), silent: Type.Number() })
    }),
    { description: 'Oldest first' }
  )
})

export const ReportQuerySchema = Type.Object(
  {
    from: timeQuery('Beginning; seven days before the end when left out'),
    to: timeQuery('End; now when left out'),
    group: listOf('Groups', 'north'),
    stream: listOf('Cameras', 'gate-1'),
    format: Type.Optional(
      Type.Union([Type.Literal('json'), Type.Literal('csv')], { description: 'json when left out' })
    )
  },
  { additionalProperties: false }
)

export type Report = Static<typeof ReportSchema>
