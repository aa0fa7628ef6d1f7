/** Where in which trace something happens. Ids as W3C Trace Context has them: 32 and 16 hexadecimal digits, not all 0. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
  /** False: nothing below it is recorded either. */
  readonly sampled: boolean
}

/** Below this nothing is recorded. */
export const UNSAMPLED: TraceContext = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), sampled: false }

// Later versions may add parts behind the flags; `ff` is no version.
const FORM = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/

/**
 * Reads a `traceparent` header.
 *
 * @returns Null when it is none: the trace begins anew then, as the specification demands.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(text: string): TraceContext | null {
  const [, traceId, spanId, flags] = FORM.exec(text.trim()) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return null
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}
