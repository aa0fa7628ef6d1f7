import { type HrTime, SpanKind as OtelKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import type { Resource } from '@opentelemetry/resources'
import type { SpanKind, SpanRecord } from '../../lib/tracer.ts'

/** As the exporters take it. */
export type ReadableSpan = Parameters<OTLPTraceExporter['export']>[0][number]

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  consumer: OtelKind.CONSUMER
}

/** A recorded span in the exporter's words. @param scope Who recorded it. */
export function readableSpan(
  span: SpanRecord,
  resource: Resource,
  scope: { readonly name: string; readonly version: string }
): ReadableSpan {
  const { traceId, spanId, parentSpanId, name, kind, startMs, endMs, attributes, error } = span
  const traceFlags = TraceFlags.SAMPLED
  return {
    name,
    kind: KINDS[kind],
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parentSpanId === null ? {} : { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags } }),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(endMs - startMs),
    ended: true,
    status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: { ...attributes },
    links: [],
    events: [],
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0
  }
}

/** Seconds and nanoseconds. @param ms With fractions. */
export function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000)
  // Rounding may give a whole second, which is no number of nanoseconds.
  return [seconds, Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6))]
}
