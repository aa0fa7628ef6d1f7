import type { Settings } from '../config/schema.ts'
import { createRecorder } from '../create-recorder.ts'
import { fineClock } from '../lib/fine-clock.ts'
import { traced } from '../lib/traced.ts'
import { type SpanBatch, SpanOutbox } from '../observe/spans/span-outbox.ts'
import { FrameTraces } from '../pipeline/frame-traces.ts'
import type { CameraSessionContext } from '../pipeline/session-context.ts'
import { sendsTraces } from '../telemetry-signals.ts'

/** What of a shard is recorded for OpenTelemetry. The main thread sends it: none of the libraries is loaded here. */
export interface ShardTelemetry {
  /** For the cameras; empty when nothing is traced. */
  readonly ofFrames: Pick<CameraSessionContext, 'traces' | 'observer'>
  /** A store whose calls are recorded, those that are worthy by TRACE_FRAME_RATIO. */
  readonly traced: <T extends object>(port: T, name: string, system: string, worthy: readonly string[]) => T
  /** What was recorded since the call before; null when nothing was. */
  readonly take: () => SpanBatch | null
}

/** Spans that wait for the next second. */
const MOST_SPANS = 4096

const NOTHING: ShardTelemetry = { ofFrames: {}, traced: port => port, take: () => null }

export function createShardTelemetry(settings: Settings): ShardTelemetry {
  if (!sendsTraces(settings)) return NOTHING
  const outbox = new SpanOutbox(MOST_SPANS)
  const tracer = createRecorder(settings, span => outbox.add(span))
  const share = settings.TRACE_FRAME_RATIO
  const clock = fineClock(Date.now, () => performance.now())
  const traces = new FrameTraces({ tracer, share, clock })
  return {
    ofFrames: { traces, observer: { saw: () => traces.measured(), missed: () => undefined } },
    traced: (port, name, system, worthy) => traced(port, { name, system, worthy, share }, tracer),
    take: () => outbox.take()
  }
}
