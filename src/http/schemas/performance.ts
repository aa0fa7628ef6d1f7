import { Type } from 'typebox'
import { UnreachableSchema } from './unreachable.ts'
import { STAGES, type Stage } from '../../subscription/service-control.ts'

const duration = (description: string) => Type.Union([Type.Number(), Type.Null()], { description })

const StageSchema = Type.Object({
  count: Type.Integer(),
  mean_ms: duration('Mean, ms'),
  p50_ms: duration('Half of the frames took at most so long, ms'),
  p95_ms: duration('95 % of the frames took at most so long, ms'),
  p99_ms: duration('99 % of the frames took at most so long, ms'),
  max_ms: duration('Longest, ms')
})

const StagesSchema = Type.Object(
  Object.fromEntries(STAGES.map(stage => [stage, StageSchema])) as Record<Stage, typeof StageSchema>,
  { description: 'Timing of each stage since the camera was subscribed or the statistics were reset' }
)

const streamFields = {
  stream: Type.String(),
  analysed: Type.Integer({ description: 'Frames that were judged' }),
  dropped: Type.Object(
    { overload: Type.Integer(), trimmed: Type.Integer(), cooldown: Type.Integer() },
    { description: 'Frames that were not judged, by reason' }
  ),
  skipped: Type.Integer({ description: 'Frames left out on purpose: above ANALYSIS_MAX_FPS' }),
  stages: StagesSchema
}

export const PerformanceListSchema = Type.Object({
  ok: Type.Literal(true),
  streams: Type.Array(Type.Object(streamFields)),
  unreachable: Type.Optional(UnreachableSchema)
})

export const StreamPerformanceSchema = Type.Object({ ok: Type.Literal(true), ...streamFields })
