import type { TraceContext } from '../../lib/trace-context.ts'

/** As OTEL_TRACES_SAMPLER names them. */
export type SamplerName = `${'' | 'parentbased_'}${'always_on' | 'always_off' | 'traceidratio'}`

/** Whether a trace is recorded. @param parent What it goes on from in this or another process; null: it begins. */
export type Sampler = (traceId: string, parent: TraceContext | null) => boolean

/** Of an id, this many last hexadecimal digits are looked at: 52 bits, which a double holds. */
const DIGITS = 13

/** The sampler of OTEL_TRACES_SAMPLER. @param ratio OTEL_TRACES_SAMPLER_ARG, 0..1. */
export function samplerOf(name: SamplerName, ratio: number): Sampler {
  const isParentBased = name.startsWith('parentbased_')
  const share = name.endsWith('always_on') ? 1 : name.endsWith('always_off') ? 0 : ratio
  return (traceId, parent) => (isParentBased && parent !== null ? parent.sampled : isWithin(traceId, share))
}

/** The same for an id in every process, whatever else it knows. */
function isWithin(traceId: string, share: number): boolean {
  return Number.parseInt(traceId.slice(-DIGITS), 16) < share * 16 ** DIGITS
}
