/** What a call finds in its bucket: room, or how long until there is. */
export type BucketAnswer = { readonly ok: true } | { readonly ok: false; readonly waitMs: number }

interface Bucket {
  level: number
  atMs: number
}

export interface BucketOptions {
  /** What flows in, per second, > 0. */
  readonly perSecond: number
  /** What fits in, > 0: so much may be taken at once. */
  readonly burst: number
  /** Buckets that are kept; past it the one that was used longest ago is forgotten, and begins full. */
  readonly mostKeys?: number
}

const MOST_KEYS = 10_000

/** Limits how often something may happen for each of many keys: each has a bucket that fills steadily and is drawn from. */
export class TokenBuckets {
  readonly #perMs: number
  readonly #burst: number
  readonly #mostKeys: number
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>()

  constructor({ perSecond, burst, mostKeys = MOST_KEYS }: BucketOptions) {
    this.#perMs = perSecond / 1000
    this.#burst = burst
    this.#mostKeys = mostKeys
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size
  }

  /** Draws one, if there is one. @param nowMs Monotonic ms. */
  take(key: string, nowMs: number): BucketAnswer {
    const answer = this.peek(key, nowMs)
    if (answer.ok) this.#draw(key, nowMs)
    return answer
  }

  /** Whether there is one to be drawn. */
  peek(key: string, nowMs: number): BucketAnswer {
    const level = this.#levelOf(this.#buckets.get(key), nowMs)
    if (level >= 1) return { ok: true }
    // Levels are sums of fractions: a wait of 1 ms must not become 2 by the last bit.
    return { ok: false, waitMs: Math.ceil((1 - level) / this.#perMs - 1e-6) }
  }

  #draw(key: string, nowMs: number): void {
    const known = this.#buckets.get(key)
    const bucket = known ?? { level: this.#burst, atMs: nowMs }
    bucket.level = this.#levelOf(known, nowMs) - 1
    bucket.atMs = nowMs
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size <= this.#mostKeys) return
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }

  #levelOf(bucket: Bucket | undefined, nowMs: number): number {
    if (bucket === undefined) return this.#burst
    return Math.min(this.#burst, bucket.level + Math.max(0, nowMs - bucket.atMs) * this.#perMs)
  }
}
