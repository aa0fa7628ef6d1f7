export interface LatencySummary {
  readonly count: number
  readonly mean_ms: number | null
  readonly p50_ms: number | null
  readonly p95_ms: number | null
  readonly p99_ms: number | null
  readonly max_ms: number | null
}

const SUB_BUCKETS_PER_OCTAVE = 16
const OCTAVES = 27
const BUCKETS = SUB_BUCKETS_PER_OCTAVE * OCTAVES
const MICROSECONDS_PER_MS = 1000

/**
 * Counts durations in buckets that grow with the value: 16 to an octave from 1 us to 134 s, so that a quantile is at most
 * 3 % off and a camera's six stages take 10 KB. Plain numbers inside, so it can be sent between threads and merged.
 */
export class LatencyHistogram {
  /** Made with the first duration: thousands of cameras have stages that they never go through. */
  #counts: Uint32Array | null = null
  #count = 0
  #sumMs = 0
  #maxMs = 0

  /** @param durationMs Negative values (clocks that disagree) and NaN count as 0. */
  record(durationMs: number): void {
    // Written so that NaN becomes 0 too, which Math.max would pass on.
    const ms = !(durationMs > 0) ? 0 : durationMs
    const bucket = bucketOf(ms)
    this.#counts ??= new Uint32Array(BUCKETS)
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#count++
    this.#sumMs += ms
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  summary(): LatencySummary {
    if (this.#count === 0) {
      return { count: 0, mean_ms: null, p50_ms: null, p95_ms: null, p99_ms: null, max_ms: null }
    }
    return {
      count: this.#count,
      mean_ms: round(this.#sumMs / this.#count),
      p50_ms: this.#quantile(0.5),
      p95_ms: this.#quantile(0.95),
      p99_ms: this.#quantile(0.99),
      max_ms: round(this.#maxMs)
    }
  }

  reset(): void {
    this.#counts = null
    this.#count = 0
    this.#sumMs = 0
    this.#maxMs = 0
  }

  #quantile(share: number): number {
    const rank = Math.ceil(share * this.#count)
    let seen = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts?.[bucket] ?? 0
      if (seen >= rank) return round(Math.min(middleMs(bucket), this.#maxMs))
    }
    return round(this.#maxMs)
  }
}

function bucketOf(ms: number): number {
  const us = ms * MICROSECONDS_PER_MS
  if (us < 1) return 0
  const bucket = Math.floor(Math.log2(us) * SUB_BUCKETS_PER_OCTAVE)
  return bucket < BUCKETS ? bucket : BUCKETS - 1
}

function middleMs(bucket: number): number {
  return 2 ** ((bucket + 0.5) / SUB_BUCKETS_PER_OCTAVE) / MICROSECONDS_PER_MS
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
