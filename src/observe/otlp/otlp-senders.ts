import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import type { SpanRecord } from '../../lib/tracer.ts'
import type { MetricSnapshot } from '../metric-snapshot.ts'
import { bridgedMetrics, type ResourceMetrics } from './bridged-metrics.ts'
import type { OtlpSignal, OtlpSource } from './otlp-settings.ts'
import { type ReadableSpan, readableSpan } from './readable-span.ts'

export interface OtlpSender<T> {
  /** Rejects when the collector did not take it. */
  send(what: readonly T[]): Promise<void>
  /** Closes connections; what is under way ends by itself. */
  close(): void
}

/** What the exporters of the library have in common. */
interface Exporter<T> {
  export(what: T, done: (result: { readonly code: number; readonly error?: Error }) => void): void
  shutdown(): Promise<void>
}

const SUCCESS = 0

/** Brings spans to a collector. The library is loaded here, and nowhere before. */
export async function spanSender(signal: OtlpSignal, source: OtlpSource): Promise<OtlpSender<SpanRecord>> {
  const { OTLPTraceExporter } =
    signal.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  const exporter: Exporter<ReadableSpan[]> = new OTLPTraceExporter(exporterOptions(signal))
  const { resource, scope } = origin(source)
  return sender(exporter, spans => spans.map(span => readableSpan(span, resource, scope)))
}

/** Brings metrics to a collector. */
export async function metricSender(signal: OtlpSignal, source: OtlpSource): Promise<OtlpSender<MetricSnapshot>> {
  const { OTLPMetricExporter } =
    signal.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-metrics-otlp-http')
      : await import('@opentelemetry/exporter-metrics-otlp-proto')
  const exporter: Exporter<ResourceMetrics> = new OTLPMetricExporter(exporterOptions(signal))
  const { startedAtMs, clock } = source
  return sender(exporter, snapshots => bridgedMetrics(snapshots, { ...origin(source), startedAtMs, nowMs: clock() }))
}

function sender<T, M>(exporter: Exporter<M>, messageOf: (what: readonly T[]) => M): OtlpSender<T> {
  return {
    send: what =>
      new Promise((resolve, reject) => {
        exporter.export(messageOf(what), ({ code, error }) => {
          if (code === SUCCESS) resolve()
          else reject(error ?? new Error('The collector gave no reason'))
        })
      }),
    close: () => void exporter.shutdown().catch(() => undefined)
  }
}

// All of them are given: what is left out, the library reads from the environment by rules of its own.
function exporterOptions({ url, headers, timeoutMs, compression, tls }: OtlpSignal) {
  return {
    url,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    compression: compression as never,
    httpAgentOptions: { keepAlive: true, ...tls }
  }
}

function origin({ attributes, version }: OtlpSource): {
  resource: Resource
  scope: { name: string; version: string }
} {
  return { resource: resourceFromAttributes({ ...attributes }), scope: { name: 'camera-check', version } }
}
