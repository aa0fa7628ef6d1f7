import { LATENCY_BUCKETS_SECONDS } from './metric-declarations.ts'

/** Durations of one stage, counted since the thread began. Plain numbers, so it can be sent between threads. */
export interface StageTotals {
  /** Count for each bound of LATENCY_BUCKETS_SECONDS (not cumulative) and one for what is over the last. */
  readonly buckets: readonly number[]
  readonly sumSeconds: number
}

export type TimingTotals = Readonly<Record<string, StageTotals>>

/** Counts stage durations in a shard, for the Prometheus histogram of the main thread. */
export class StageTimings {
  readonly #stages = new Map<string, { buckets: number[]; sumSeconds: number }>()

  /** @param durationMs Negative values (clocks that disagree) and NaN count as 0. */
  record(stage: string, durationMs: number): void {
    const seconds = durationMs > 0 ? durationMs / 1000 : 0
    let totals = this.#stages.get(stage)
    if (totals === undefined) {
      totals = { buckets: new Array(LATENCY_BUCKETS_SECONDS.length + 1).fill(0), sumSeconds: 0 }
      this.#stages.set(stage, totals)
    }
    const found = LATENCY_BUCKETS_SECONDS.findIndex(bound => seconds <= bound)
    const bucket = found === -1 ? LATENCY_BUCKETS_SECONDS.length : found
    totals.buckets[bucket] = (totals.buckets[bucket] ?? 0) + 1
    totals.sumSeconds += seconds
  }

  totals(): TimingTotals {
    return Object.fromEntries(
      [...this.#stages].map(([stage, { buckets, sumSeconds }]) => [stage, { buckets: [...buckets], sumSeconds }])
    )
  }
}
