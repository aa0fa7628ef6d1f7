import { LATENCY_BUCKETS_SECONDS } from '../observe/metric-declarations.ts'
import type { ShardCounters, ShardStatus } from './protocol.ts'

/** Rates are taken between the newest status and the one of so many before: about so many seconds. */
const WINDOW = 10

interface Sample {
  readonly atMs: number
  readonly status: ShardStatus
}

/** Counts a second, over the last ten. */
export interface CounterRates {
  readonly received: number
  readonly analysed: number
  readonly skipped: number
  /** Lost to overload, or trimmed before they were read. */
  readonly dropped: number
}

/** Quantiles of the end-to-end latency, ms: upper bounds of the classes that they fall in; null when there were no frames. */
export interface Latencies {
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

/** What the shards have done in the last seconds, from the totals that they tell once a second. */
export class ShardRates {
  readonly #samples = new Map<number, Sample[]>()

  onStatus(shard: number, status: ShardStatus, nowMs: number): void {
    const samples = this.#samples.get(shard) ?? []
    samples.push({ atMs: nowMs, status })
    if (samples.length > WINDOW + 1) samples.shift()
    this.#samples.set(shard, samples)
  }

  /** The shard counts from 0 again. */
  onRestart(shard: number): void {
    this.#samples.delete(shard)
  }

  clear(): void {
    this.#samples.clear()
  }

  of(shard: number): CounterRates {
    const samples = this.#samples.get(shard) ?? []
    const [first, last] = [samples[0], samples.at(-1)]
    const seconds = ((last?.atMs ?? 0) - (first?.atMs ?? 0)) / 1000
    const rate = (count: (counters: ShardCounters) => number) =>
      first === undefined || last === undefined || seconds <= 0
        ? 0
        : Math.max(0, Math.round(((count(last.status.counters) - count(first.status.counters)) / seconds) * 10) / 10)
    return {
      received: rate(({ received }) => received),
      analysed: rate(({ analysed }) => analysed),
      skipped: rate(({ skipped }) => skipped),
      dropped: rate(({ droppedOverload, droppedTrimmed }) => droppedOverload + droppedTrimmed)
    }
  }

  total(): CounterRates {
    const all = [...this.#samples.keys()].map(shard => this.of(shard))
    const sum = (of: (rates: CounterRates) => number) =>
      Math.round(all.reduce((total, one) => total + of(one), 0) * 10) / 10
    return {
      received: sum(({ received }) => received),
      analysed: sum(({ analysed }) => analysed),
      skipped: sum(({ skipped }) => skipped),
      dropped: sum(({ dropped }) => dropped)
    }
  }

  latencies(): Latencies {
    const counts = new Array<number>(LATENCY_BUCKETS_SECONDS.length + 1).fill(0)
    for (const samples of this.#samples.values()) {
      const now = samples.at(-1)?.status.stages.end_to_end?.buckets ?? []
      const before = samples.length > 1 ? (samples[0]?.status.stages.end_to_end?.buckets ?? []) : []
      for (let i = 0; i < counts.length; i++) counts[i] = (counts[i] ?? 0) + (now[i] ?? 0) - (before[i] ?? 0)
    }
    return {
      p50: quantile(counts, 0.5),
      p95: quantile(counts, 0.95),
      p99: quantile(counts, 0.99),
      max: quantile(counts, 1)
    }
  }
}

function quantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total <= 0) return null
  let reached = 0
  for (const [i, count] of counts.entries()) {
    reached += count
    // What is over the last bound is told as twice that: nobody knows how much it is.
    if (count > 0 && reached >= share * total) return (LATENCY_BUCKETS_SECONDS[i] ?? 20) * 1000
  }
  return null
}
