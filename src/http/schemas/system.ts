import { type Static, Type } from 'typebox'
import { FleetSchema } from './fleet.ts'
import { nullable, time, timeOrNull } from './paging.ts'
import { UnreachableSchema } from './unreachable.ts'

const perSecond = (description: string) => Type.Number({ description: `${description}, a second, over the last 10 s` })
const ms = (description: string) => nullable(Type.Number(), `${description}, ms`)

const memberOf = Type.Optional(Type.String({ description: 'In a fleet: id of the member it belongs to' }))

/** How the service itself is; in a fleet, all of its members together. */
export const SystemSchema = Type.Object({
  version: Type.String(),
  node: Type.String({ description: 'Version of Node' }),
  startedAt: time('When the process was started'),
  now: time("The service's clock"),
  timeZone: Type.String({ description: 'TIME_ZONE, an IANA name' }),
  running: Type.Boolean({ description: 'Whether cameras are watched' }),
  cameras: Type.Integer({ description: 'Subscribed cameras' }),
  shards: Type.Array(
    Type.Object({
      id: Type.Integer(),
      member: memberOf,
      alive: Type.Boolean(),
      cameras: Type.Integer(),
      framesPerSecond: Type.Number({ description: 'Judged, over the last 10 s' }),
      cpu: Type.Number({ description: "Share of one core that its thread's event loop was busy, 0..1" }),
      memoryBytes: nullable(Type.Integer(), 'Heap and buffers of the thread'),
      stallMs: Type.Number({ description: 'Longest delay of its event loop in the last second, ms' }),
      restarts: Type.Integer()
    })
  ),
  queues: Type.Object({
    waiting: Type.Integer({ description: 'Frames that wait to be judged' }),
    waitingBytes: Type.Integer(),
    dropped: Type.Integer({ description: 'Frames that were not judged for want of time, since the start' })
  }),
  rates: Type.Object({
    received: perSecond('Frames received'),
    analysed: perSecond('Frames judged'),
    dropped: perSecond('Frames lost to overload or trimmed'),
    skipped: perSecond('Frames left out on purpose')
  }),
  latencyMs: Type.Object(
    { p50: ms('Half'), p95: ms('95 of 100'), p99: ms('99 of 100'), max: ms('Longest') },
    { description: 'From capture to verdict, of the frames of the last 10 s; upper bounds of the classes they fell in' }
  ),
  redis: nullable(
    Type.Object({
      ok: Type.Boolean(),
      url: Type.String({ description: 'Without the password' }),
      since: timeOrNull('Since when it is so'),
      detail: Type.String()
    }),
    'null when frames come over HTTP alone'
  ),
  snapshots: Type.Object({
    kind: Type.String({ description: 's3 or folder' }),
    ok: Type.Boolean(),
    stored: Type.Integer(),
    failed: Type.Integer(),
    dropped: Type.Integer(),
    waiting: Type.Integer(),
    waitingBytes: Type.Integer()
  }),
  incidents: Type.Object({
    kind: Type.String({ description: 'Where they are kept: libsql or redis' }),
    ok: Type.Boolean(),
    count: Type.Integer({ description: 'Incidents kept' }),
    open: Type.Integer()
  }),
  websocketClients: Type.Integer(),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      member: memberOf,
      ok: Type.Boolean(),
      detail: Type.String(),
      detail_zh: Type.String()
    }),
    { description: 'What /readyz checks' }
  ),
  fleet: Type.Optional(FleetSchema),
  unreachable: Type.Optional(UnreachableSchema)
})

export type SystemState = Static<typeof SystemSchema>
