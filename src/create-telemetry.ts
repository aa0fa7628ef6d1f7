import type { Settings } from './config/schema.ts'
import { createRecorder } from './create-recorder.ts'
import { propagatorsOf } from './config/telemetry-checks.ts'
import type { Log } from './lib/log.ts'
import type { Tracer } from './lib/tracer.ts'
import type { Metrics } from './observe/metrics.ts'
import type { OtlpSource } from './observe/otlp/otlp-settings.ts'
import { MetricPusher } from './observe/otlp/metric-pusher.ts'
import { CollectorHealth } from './observe/spans/collector-health.ts'
import type { SpanBatch } from './observe/spans/span-outbox.ts'
import { SpanQueue } from './observe/spans/span-queue.ts'
import { resourceOf, signalOf } from './telemetry-signals.ts'

/** What is sent to a collector of OpenTelemetry. */
export interface Telemetry {
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null
  /** Whether `traceparent` headers are gone on from. */
  readonly heedsParents: boolean
  /** Takes what a shard has recorded. */
  readonly takeSpans: (batch: SpanBatch) => void
  start(): void
  /** Sends what waits, for a second at most. */
  close(): Promise<void>
}

/** Of the time that the service has to end in, ms: for spans and metrics at once. */
const CLOSE_MS = 1000

const NOTHING: Telemetry = {
  tracer: null,
  heedsParents: false,
  takeSpans: () => undefined,
  start: () => undefined,
  close: async () => undefined
}

/** Part of what is sent, with its own start and end. */
interface Part {
  start(): void
  close(deadlineMs: number): Promise<void>
}

/**
 * Puts together what OTEL_* asks for; its libraries are loaded only then.
 *
 * @throws AppError `config/invalid` when a file that is set cannot be read.
 */
export async function createTelemetry(
  settings: Settings,
  { log, metrics, version }: { readonly log: Log; readonly metrics: Metrics; readonly version: string }
): Promise<Telemetry> {
  const source: OtlpSource = {
    attributes: resourceOf(settings, version),
    version,
    startedAtMs: Date.now(),
    clock: Date.now
  }
  const queue = await createQueue(settings, source, log, metrics)
  const pusher = await createPusher(settings, source, log, metrics)
  const parts: readonly Part[] = [queue, pusher].filter(part => part !== null)
  if (parts.length === 0) return NOTHING
  return {
    tracer: queue === null ? null : createRecorder(settings, span => queue.add(span)),
    heedsParents: propagatorsOf(settings.OTEL_PROPAGATORS).includes('tracecontext'),
    takeSpans: batch => queue?.addAll(batch),
    start() {
      for (const part of parts) part.start()
      const { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } = settings
      log.info({ traces: queue !== null, metrics: pusher !== null, protocol }, 'OpenTelemetry is sent to a collector')
    },
    async close() {
      await Promise.all(parts.map(part => part.close(CLOSE_MS)))
    }
  }
}

async function createQueue(
  settings: Settings,
  source: OtlpSource,
  log: Log,
  metrics: Metrics
): Promise<SpanQueue | null> {
  const signal = signalOf(settings, 'TRACES')
  if (signal === null) return null
  const { spanSender } = await import('./observe/otlp/otlp-senders.ts')
  const sender = await spanSender(signal, source)
  const queue = new SpanQueue({
    send: spans => sender.send(spans),
    most: settings.OTEL_BSP_MAX_QUEUE_SIZE,
    batch: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
    delayMs: settings.OTEL_BSP_SCHEDULE_DELAY,
    timeoutMs: settings.OTEL_BSP_EXPORT_TIMEOUT,
    health: new CollectorHealth('spans', log)
  })
  metrics.onScrape(() => {
    const stats = queue.stats()
    for (const outcome of ['sent', 'dropped', 'failed'] as const) {
      metrics.telemetrySpans.follow('queue', stats[outcome], { outcome })
    }
  })
  return queue
}

async function createPusher(
  settings: Settings,
  source: OtlpSource,
  log: Log,
  metrics: Metrics
): Promise<MetricPusher | null> {
  const signal = signalOf(settings, 'METRICS')
  if (signal === null) return null
  const { metricSender } = await import('./observe/otlp/otlp-senders.ts')
  const sender = await metricSender(signal, source)
  const pusher = new MetricPusher({
    push: async () => sender.send(await metrics.snapshot()),
    intervalMs: settings.OTEL_METRIC_EXPORT_INTERVAL,
    timeoutMs: settings.OTEL_METRIC_EXPORT_TIMEOUT,
    health: new CollectorHealth('metrics', log)
  })
  metrics.onScrape(() => {
    const stats = pusher.stats()
    for (const outcome of ['sent', 'failed'] as const) {
      metrics.telemetryPushes.follow('pusher', stats[outcome], { outcome })
    }
  })
  return pusher
}
