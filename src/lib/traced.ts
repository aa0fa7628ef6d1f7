import { AppError } from '../errors.ts'
import { activeTrace } from './active-trace.ts'
import type { Tracer } from './tracer.ts'

export interface TracedPort {
  /** Before the method in the name of a span: `incidents` gives `incidents save`. */
  readonly name: string
  /** What is behind it, as OpenTelemetry names systems: `redis`, `s3`. */
  readonly system: string
  /** Calls that are worth a trace of their own; others are recorded as parts of one alone, since ports are also polled. */
  readonly worthy: readonly string[]
  /** Of those, the share that the sampler is asked about, 0..1; 1 when left out. */
  readonly share?: number
}

/**
 * A port whose calls are recorded as spans: their name, how long they took, and the code of what they failed with. Never
 * what was written or read, nor under which key.
 *
 * @param tracer Null: the port itself.
 */
export function traced<T extends object>(port: T, options: TracedPort, tracer: Tracer | null): T {
  if (tracer === null) return port
  const wrapped = new Map<PropertyKey, unknown>()
  return new Proxy(port, {
    get(target, key) {
      // Bound to the port: its private fields are none of a proxy's.
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function' || typeof key !== 'string') return value
      if (!wrapped.has(key)) wrapped.set(key, tracedCall(value.bind(target) as Call, key, options, tracer))
      return wrapped.get(key)
    }
  })
}

type Call = (...args: unknown[]) => unknown

function tracedCall(call: Call, method: string, { name, system, worthy, share = 1 }: TracedPort, tracer: Tracer): Call {
  const attributes = { 'db.system.name': system, 'db.operation.name': method }
  const isWorthy = worthy.includes(method)
  return (...args) => {
    const parent = activeTrace()
    if (parent === null ? !isWorthy : !parent.sampled) return call(...args)
    const span = tracer.start(`${name} ${method}`, { kind: 'client', attributes, parent, share })
    const result = call(...args)
    // What gives no promise asks nobody.
    if (!(result instanceof Promise)) return result
    return result.then(
      value => {
        span.end()
        return value
      },
      (cause: unknown) => {
        span.end({ error: cause instanceof AppError ? cause.code : 'failed' })
        throw cause
      }
    )
  }
}
