import type { Settings } from './config/schema.ts'
import { fineClock } from './lib/fine-clock.ts'
import type { SpanRecord } from './lib/tracer.ts'
import { samplerOf } from './observe/spans/sampler.ts'
import { SpanRecorder } from './observe/spans/span-recorder.ts'

/** What records spans of one thread, by the settings. @param sink Given each span that has ended. */
export function createRecorder(settings: Settings, sink: (span: SpanRecord) => void): SpanRecorder {
  return new SpanRecorder({
    sampler: samplerOf(settings.OTEL_TRACES_SAMPLER, settings.OTEL_TRACES_SAMPLER_ARG),
    clock: fineClock(Date.now, () => performance.now()),
    random: Math.random,
    sink
  })
}
