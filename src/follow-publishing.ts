import type { Tracer } from './lib/tracer.ts'
import type { ShardResult } from './shards/protocol.ts'

type Publish = (results: readonly ShardResult[]) => void

/** Publishing that records, for frames that are followed, how long their results took from their shard to the last client's queue. */
export function followPublishing(publish: Publish, tracer: Tracer | null): Publish {
  if (tracer === null) return publish
  return results => {
    publish(results)
    for (const { trace } of results) {
      if (trace === undefined) continue
      const parent = { traceId: trace.traceId, spanId: trace.spanId, sampled: true }
      tracer.start('publish', { parent, startMs: trace.sentAtMs }).end()
    }
  }
}
