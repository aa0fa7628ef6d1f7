import type { TraceContext } from './trace-context.ts'

/** How a span stands to what is around the process, as OpenTelemetry names it. */
export type SpanKind = 'internal' | 'server' | 'client' | 'consumer'

/** Named as the fields of the log are; nothing that a log may not say. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** A span that has ended. Plain data, so it can be sent between threads. */
export interface SpanRecord {
  readonly traceId: string
  readonly spanId: string
  /** Null for the first of a trace. */
  readonly parentSpanId: string | null
  readonly name: string
  readonly kind: SpanKind
  /** Epoch ms, with fractions. */
  readonly startMs: number
  readonly endMs: number
  readonly attributes: SpanAttributes
  /** Why it failed: a code, or a sentence that a log may have; null when it did not. */
  readonly error: string | null
}

export interface SpanStart {
  /** `internal` when left out. */
  readonly kind?: SpanKind
  readonly attributes?: SpanAttributes
  /** Left out: what is active now. Null: a new trace. */
  readonly parent?: TraceContext | null
  /** When it began, epoch ms; now when left out. */
  readonly startMs?: number
  /** Of spans that begin a trace, the share that the sampler is asked about, 0..1; 1 when left out. */
  readonly share?: number
}

export interface SpanEnd {
  readonly attributes?: SpanAttributes
  readonly error?: string | null
}

/** Something that goes on. */
export interface Span {
  /** Parent of what happens meanwhile. */
  readonly context: TraceContext
  /** Once; what comes later is passed over. */
  end(how?: SpanEnd): void
}

/**
 * Records what happens, and when. Null takes its place where nothing is traced, so that nothing is done for it.
 *
 * @example
 * const span = tracer?.start('incidents save', { kind: 'client' })
 * await store.save(incidents)
 * span?.end()
 */
export interface Tracer {
  start(name: string, options?: SpanStart): Span
  /** Takes a span that has ended. */
  add(span: SpanRecord): void
  /** Whether a trace that begins with this id is recorded: the same answer in every process with the same settings. */
  samples(traceId: string): boolean
  newSpanId(): string
}
