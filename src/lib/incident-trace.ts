import { createHash } from 'node:crypto'
import type { TraceContext } from './trace-context.ts'
import type { Tracer } from './tracer.ts'

const TRACE_DIGITS = 32
const SPAN_DIGITS = 16

/**
 * The trace of an incident follows from its id: what different members do for it, before and after restarts, comes
 * together without anybody having told them.
 *
 * @returns The span of the incident as a whole, from its opening to its end.
 */
export function incidentTrace(id: string, tracer: Tracer): TraceContext {
  const digits = createHash('sha256').update(id).digest('hex')
  const traceId = digits.slice(0, TRACE_DIGITS)
  const spanId = digits.slice(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS)
  return { traceId, spanId, sampled: tracer.samples(traceId) }
}
