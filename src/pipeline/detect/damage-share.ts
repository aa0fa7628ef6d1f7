import type { Finding } from '../../model/finding.ts'
import { severity } from './severity.ts'

const LIMITS = {
  /** The share is taken over about this time, ms. */
  overMs: 1500,
  /** The usual share follows within about this time, ms. */
  followMs: 60_000,
  /** Raised when the share is so much over the usual one, held while it is so much over. docs/limits.md#undecodable */
  raiseOver: 0.2,
  holdOver: 0.12,
  /** While so many frames were bad of late, and this share of them, what jumps about in the others is damage too. */
  breakingFrames: 2,
  breakingShare: 0.05,
  /** A few bad frames in a row end with the next good one, as old clients expect; more are a spell. */
  minFrames: 3,
  minMs: 400,
  /** A spell is over once so many frames have been good, for so long, ms, and for so many times the longest good run within it. */
  minGoodMs: 800,
  minGoodFrames: 3,
  goodTimesLongest: 2
}

/** How many of a camera's frames give no picture: a stream that breaks again and again is faulty also on its good frames. */
export class DamageShare {
  #share = 0
  #usual = 0
  #frames = 0
  #firstMs = 0
  #isSpell = false
  /** How long frames have been good, and how long they were at the most between two bad ones of this spell, ms. */
  #goodMs = 0
  #longestGoodMs = 0
  #goodFrames = 0

  /** Takes a frame. @param elapsedMs Time since the one before, >= 0. */
  note(isDamaged: boolean, nowMs: number, elapsedMs: number): void {
    this.#share += ((isDamaged ? 1 : 0) - this.#share) * Math.min(1, elapsedMs / LIMITS.overMs)
    this.#noteRun(isDamaged, nowMs, elapsedMs)
    const over = this.#share - this.#usual
    const lasts = this.#frames >= LIMITS.minFrames && Math.abs(nowMs - this.#firstMs) >= LIMITS.minMs
    this.#isSpell = over > (this.#isSpell ? LIMITS.holdOver : LIMITS.raiseOver) && lasts
    if (this.#share < 0.02) this.#frames = 0
    if (!this.#isSpell) this.#usual += (this.#share - this.#usual) * Math.min(1, elapsedMs / LIMITS.followMs)
  }

  /** True while frames break now and then: others may decode and be damaged all the same. */
  get isBreaking(): boolean {
    return this.#frames >= LIMITS.breakingFrames && this.#share - this.#usual > LIMITS.breakingShare
  }

  /** What there is to say on a frame that gave a picture, in the middle of a spell of damaged ones. */
  finding(): Finding | null {
    if (!this.#isSpell) return null
    return damagedFrames(this.#share, this.#usual)
  }

  #noteRun(isDamaged: boolean, nowMs: number, elapsedMs: number): void {
    if (isDamaged) {
      if (this.#frames === 0) this.#firstMs = nowMs
      else this.#longestGoodMs = Math.max(this.#longestGoodMs, this.#goodMs)
      this.#frames++
      this.#goodMs = this.#goodFrames = 0
      return
    }
    this.#goodMs += elapsedMs
    this.#goodFrames++
    if (this.#goodFrames < LIMITS.minGoodFrames) return
    if (this.#goodMs < Math.max(LIMITS.minGoodMs, LIMITS.goodTimesLongest * this.#longestGoodMs)) return
    this.#share = Math.min(this.#share, this.#usual)
    this.#frames = 0
    this.#longestGoodMs = 0
  }
}

/** What is told of a spell of damaged frames. @param share Of the frames, 0..1. @param usual Share that is usual. */
export function damagedFrames(share: number, usual: number): Finding {
  const limit = usual + LIMITS.holdOver
  return {
    kind: 'undecodable',
    severity: severity(share, limit, 1),
    measure: 'share of damaged frames',
    value: share,
    limit,
    reference: usual,
    unit: 'ratio',
    mask: null
  }
}
