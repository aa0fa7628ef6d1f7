import { incidentTrace } from './lib/incident-trace.ts'
import type { Log } from './lib/log.ts'
import { runInTrace } from './lib/active-trace.ts'
import type { SpanAttributes, Tracer } from './lib/tracer.ts'
import type { Incident } from './model/incident.ts'
import type { Told } from './pipeline/incidents/incident-writer.ts'

/** What the log and the traces are told of incidents of this process: that they begin and end. */
export function incidentTeller(log: Log, tracer: Tracer | null): (told: Told, incident: Incident) => void {
  return (told, incident) => {
    if (told === 'updated') return
    if (tracer === null) return writeLine(log, told, incident)
    const context = incidentTrace(incident.id, tracer)
    runInTrace(context, () => writeLine(log, told, incident))
    if (context.sampled) recordSpan(tracer, told, incident)
  }
}

function writeLine(log: Log, told: Told, incident: Incident): void {
  const { id, stream, group, kind, severity, openedAtMs, closedAtMs } = incident
  const fields = { incident: id, stream, kind, severity, ...(group === null ? {} : { group }) }
  if (told === 'opened') log.info(fields, 'Incident opened')
  else log.info({ ...fields, durationMs: (closedAtMs ?? openedAtMs) - openedAtMs }, 'Incident closed')
}

/** At its opening a moment, at its end all of it: a span that goes on cannot be sent. */
function recordSpan(tracer: Tracer, told: Told, incident: Incident): void {
  const { id, stream, kind, severity, peakSeverity, flaps, openedAtMs, closedAtMs } = incident
  const { traceId, spanId } = incidentTrace(id, tracer)
  const attributes: SpanAttributes = { incident: id, kind, ...(stream === null ? {} : { stream }) }
  if (told === 'opened') {
    const times = { startMs: openedAtMs, endMs: openedAtMs }
    const more = { attributes: { ...attributes, severity }, kind: 'internal', error: null } as const
    tracer.add({
      traceId,
      spanId: tracer.newSpanId(),
      parentSpanId: spanId,
      name: 'incident opened',
      ...times,
      ...more
    })
    return
  }
  const times = { startMs: openedAtMs, endMs: Math.max(openedAtMs, closedAtMs ?? openedAtMs) }
  const more = { attributes: { ...attributes, peakSeverity, flaps }, kind: 'internal', error: null } as const
  // One that came back ends more than once, and a trace has each id once.
  const ids = flaps === 0 ? { spanId, parentSpanId: null } : { spanId: tracer.newSpanId(), parentSpanId: spanId }
  tracer.add({ traceId, ...ids, name: 'incident', ...times, ...more })
}
