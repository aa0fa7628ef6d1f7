import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

// Costs nothing until somebody runs something in it, and nobody does while nothing is traced.
const storage = new AsyncLocalStorage<TraceContext>()

/** What runs now is part of this trace; null: of none. */
export function activeTrace(): TraceContext | null {
  return storage.getStore() ?? null
}

/** Runs a task, and all that it waits for, as part of a trace. */
export function runInTrace<T>(context: TraceContext, task: () => T): T {
  return storage.run(context, task)
}
