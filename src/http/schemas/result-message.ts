import { type Static, Type } from 'typebox'
import { socketAccessQuery } from './access.ts'

const nullable = <const T extends Parameters<typeof Type.Union>[0][number]>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description })

const time = (description: string) => nullable(Type.String(), `${description}; ISO-8601 UTC`)
const latency = (description: string) => nullable(Type.Number(), `${description}, ms; null when it cannot be computed`)

const FaultSchema = Type.Object({
  kind: Type.String({ description: 'Id of the fault, such as `black`' }),
  severity: Type.Number({ description: '0 (at the limit) to 1' }),
  since: Type.String({ description: 'When it was raised; ISO-8601 UTC' }),
  measure: Type.String(),
  value: Type.Number(),
  limit: Type.Number(),
  reference: nullable(Type.Number(), 'What the value was held against, where there is such a thing'),
  unit: Type.String(),
  mask: Type.Optional(Type.String({ description: '16 x 9 grid, 144 characters of 0 or 1, row by row' })),
  why: Type.Optional(Type.String({ description: 'One sentence made from these figures' })),
  why_zh: Type.Optional(Type.String())
})

const ResultSchema = Type.Object({
  state: Type.String({ description: '`Normal`, or the state of the first fault' }),
  state_zh: Type.String(),
  decode_ms: nullable(Type.Number(), 'Time to decode, ms'),
  edge_ratio: Type.Optional(Type.Number({ description: 'Percent, 2 decimals; on Normal and Occluded' })),
  diff_mean: Type.Optional(Type.Number({ description: 'Grey levels; on Tampered' })),
  high_diff_ratio: Type.Optional(Type.Number({ description: 'On Tampered' })),
  roi_ratio: Type.Optional(Type.Number({ description: 'On Tampered' })),
  error: Type.Optional(Type.String({ description: 'On Error' })),
  error_zh: Type.Optional(Type.String({ description: 'On Error' })),
  faults: Type.Array(FaultSchema, { description: 'Faults that are raised now, the main cause first' }),
  explained: Type.Array(Type.String(), { description: 'Kinds that are up too, but explained by the main cause' }),
  learning: Type.Boolean({ description: "True while the camera's memory is too young for some faults" }),
  notJudged: Type.Array(Type.Object({ kind: Type.String(), reason: Type.String() })),
  dropped: Type.Optional(
    Type.Object(
      { overload: Type.Integer(), trimmed: Type.Integer(), cooldown: Type.Integer() },
      { description: 'Frames of this camera that were not analysed since the result before' }
    )
  ),
  skipped: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Frames left out on purpose since the result before: ANALYSIS_MAX_FPS' })
  ),
  meta_error: Type.Optional(Type.String({ description: "Why the frame's meta could not be read" }))
})

const TimingSchema = Type.Object({
  ts1: time('Frame captured'),
  ts2: time('Frame enqueued'),
  ts3: time('Frame received'),
  ts4: time('Frame analysed'),
  lat_ms: Type.Object({
    cap: latency('ts2 - ts1'),
    queue: latency('ts3 - ts2'),
    decode: latency('Decoding'),
    analysis: latency('Judging'),
    proc: latency('decode + analysis'),
    end2end: latency('ts4 - ts1')
  })
})

const ObjectReferenceSchema = Type.Object({
  type: Type.Literal('frame'),
  key: Type.String({ description: 'Ask for the picture at /pushhub/snapshots/<key>' }),
  minio_object_key: Type.String(),
  etag: Type.String(),
  reason: Type.Union([Type.Literal('abnormal'), Type.Literal('all'), Type.Literal('sample')])
})

const DataSchema = Type.Object({
  stream: Type.String(),
  ts_wall: nullable(Type.String(), 'Wall clock of the frame as the producer wrote it'),
  shape: nullable(Type.Array(Type.Number()), '[height, width, channels]; null when there is no picture'),
  result: ResultSchema,
  timing: TimingSchema,
  obj_refs: Type.Optional(Type.Array(ObjectReferenceSchema, { description: 'Only when the frame was stored' }))
})

/** One result as `src/model/result-message.ts` has it; a test keeps the two equal. */
export const ResultMessageSchema = Type.Object({
  epoch: Type.Integer({ description: "The subscription's number" }),
  data: DataSchema
})

export type ResultMessageBody = Static<typeof ResultMessageSchema>

/** What a WebSocket client receives: a result, and how many it lost when it is slow. */
export const WebSocketMessageSchema = Type.Object(
  {
    dropped: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Results that this client lost before this one, because it was slow' })
    ),
    ...ResultMessageSchema.properties
  },
  { description: 'One JSON text message for each result' }
)

export const ResultQuerySchema = Type.Object(socketAccessQuery)
