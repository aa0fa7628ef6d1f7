import { type BucketAnswer, TokenBuckets } from '../../lib/token-buckets.ts'

export interface CallLimitOptions {
  /** Requests/s with one token; 0 for no limit. */
  readonly tokenPerSecond: number
  /** Requests/s from one address; 0 for no limit. */
  readonly addressPerSecond: number
  /** Wrong tokens a minute from one address, >= 1. */
  readonly failuresPerMinute: number
}

/** A limit may be passed for so long at once, s: producers send in bursts. */
const BURST_S = 2
const MOST_REMEMBERED = 10_000
const FREE: BucketAnswer = { ok: true }

/** How often one token, and one address, may ask; and how often an address may be wrong. All times are monotonic ms. */
export class CallLimits {
  readonly #tokens: TokenBuckets | null
  readonly #addresses: TokenBuckets | null
  readonly #failures: TokenBuckets
  /** Address and token that have opened together, in the order of their first time. */
  readonly #opened = new Set<string>()

  constructor({ tokenPerSecond, addressPerSecond, failuresPerMinute }: CallLimitOptions) {
    this.#tokens = bucketsFor(tokenPerSecond)
    this.#addresses = bucketsFor(addressPerSecond)
    this.#failures = new TokenBuckets({ perSecond: failuresPerMinute / 60, burst: failuresPerMinute })
  }

  ofAddress(address: string, nowMs: number): BucketAnswer {
    return this.#addresses?.take(address, nowMs) ?? FREE
  }

  ofToken(name: string, nowMs: number): BucketAnswer {
    return this.#tokens?.take(name, nowMs) ?? FREE
  }

  /**
   * Whether a token from an address may open. An address from which too many wrong ones came is locked, also for a right
   * one, or guessing would go on; but what has opened from there before still does: others may be behind that address.
   *
   * @param name Of the token that was right; null for a wrong one, which counts.
   */
  ofAttempt(address: string, name: string | null, nowMs: number): BucketAnswer {
    const pair = `${address} ${name}`
    if (name !== null && this.#opened.has(pair)) return FREE
    if (name === null) return this.#failures.take(address, nowMs)
    const answer = this.#failures.peek(address, nowMs)
    if (answer.ok) this.#remember(pair)
    return answer
  }

  #remember(pair: string): void {
    this.#opened.add(pair)
    if (this.#opened.size <= MOST_REMEMBERED) return
    const [oldest] = this.#opened
    if (oldest !== undefined) this.#opened.delete(oldest)
  }
}

function bucketsFor(perSecond: number): TokenBuckets | null {
  return perSecond === 0 ? null : new TokenBuckets({ perSecond, burst: Math.max(1, perSecond * BURST_S) })
}
