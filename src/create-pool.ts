import { availableParallelism } from 'node:os'
import type { Settings } from './config/schema.ts'
import type { Telemetry } from './create-telemetry.ts'
import { followPublishing } from './follow-publishing.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './observe/metrics.ts'
import { startsOfRunBefore } from './resume-cameras.ts'
import type { LateLink } from './shards/late-link.ts'
import type { ShardResult } from './shards/protocol.ts'
import { ShardMetrics } from './shards/shard-metrics.ts'
import { ShardPool } from './shards/shard-pool.ts'
import type { ShardRates } from './shards/shard-rates.ts'
import { SelfCheck } from './self-check/self-check.ts'

export interface PoolParts {
  readonly settings: Settings
  readonly log: Log
  /** Gives results to clients. */
  readonly publish: (results: readonly ShardResult[]) => void
  readonly metrics: Metrics
  readonly rates: ShardRates
  readonly overview: LateLink
  /** Of results, those that may be told. */
  readonly ours: (results: readonly ShardResult[]) => readonly ShardResult[]
  readonly telemetry: Pick<Telemetry, 'tracer' | 'takeSpans'>
}

/** Puts together the shards, and leads what they tell to who wants it. */
export function createPool(parts: PoolParts): ShardPool {
  const { settings, log, publish, metrics, rates, overview, ours, telemetry } = parts
  const followed = followPublishing(publish, telemetry.tracer)
  const shardMetrics = new ShardMetrics(metrics)
  const selfCheck = settings.SELF_CHECK ? createSelfCheck(log, metrics) : null
  return new ShardPool({
    settings,
    count: settings.EXECUTOR_CPU === 0 ? availableParallelism() : settings.EXECUTOR_CPU,
    threadUrl: new URL('./shards/shard-thread.js', import.meta.url),
    log,
    onResults: results => {
      const own = ours(results)
      shardMetrics.onResults(own)
      followed(own)
    },
    onSpans: telemetry.takeSpans,
    onStatus: (shard, status) => {
      shardMetrics.onStatus(shard, status)
      rates.onStatus(shard, status, Date.now())
    },
    onRestart: (shard, cause) => {
      shardMetrics.onRestart(shard, cause)
      rates.onRestart(shard)
    },
    onStop: () => {
      shardMetrics.clear()
      rates.clear()
    },
    overview,
    startsOf: cameras => startsOfRunBefore(settings, log, cameras),
    ...(selfCheck === null ? {} : { selfCheck })
  })
}

function createSelfCheck(log: Log, metrics: Metrics): SelfCheck {
  const selfCheck = new SelfCheck({
    // Its library takes a moment to load, and a start should not wait for it.
    draw: async () =>
      (await import('./pipeline/capture/adapters/self-check/draw-check-pictures.ts')).drawCheckPictures(),
    clock: () => performance.now(),
    log
  })
  metrics.onScrape(() => {
    const { sinceSuccessMs, isOk, found, failed, unseen } = selfCheck.stats()
    metrics.selfCheckOk.set(isOk ? 1 : 0, {})
    metrics.selfCheckAge.set(sinceSuccessMs === null ? Number.NaN : sinceSuccessMs / 1000, {})
    for (const [kind, count] of found) metrics.selfCheckFound.follow('self-check', count, { kind })
    for (const [kind, count] of failed) metrics.selfCheckFailures.follow('self-check', count, { kind })
    for (const [kind, count] of unseen) metrics.selfCheckUnseen.follow('self-check', count, { kind })
  })
  return selfCheck
}
