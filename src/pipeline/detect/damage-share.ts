import type { Finding } from '../../model/finding.ts'
import { severity } from './severity.ts'

const LIMITS = {
  /** The share is taken over about this time, ms. */
  overMs: 1500,
  /** The usual share follows within about this time, ms. */
  followMs: 60_000,
  /** Raised when the share is so much over the usual one, held while it is so much over. docs/limits.md#undecodable */
  raiseOver: 0.27,
  holdOver: 0.12,
  /** A few bad frames in a row end with the next good one, as old clients expect; more are a spell. */
  minFrames: 3,
  minMs: 400
}

/** How many of a camera's frames give no picture: a stream that breaks again and again is faulty also on its good frames. */
export class DamageShare {
  #share = 0
  #usual = 0
  #frames = 0
  #firstMs = 0
  #isSpell = false

  /** Takes a frame. @param elapsedMs Time since the one before, >= 0. */
  note(isDamaged: boolean, nowMs: number, elapsedMs: number): void {
    this.#share += ((isDamaged ? 1 : 0) - this.#share) * Math.min(1, elapsedMs / LIMITS.overMs)
    if (isDamaged) {
      if (this.#frames === 0) this.#firstMs = nowMs
      this.#frames++
    }
    const over = this.#share - this.#usual
    const lasts = this.#frames >= LIMITS.minFrames && Math.abs(nowMs - this.#firstMs) >= LIMITS.minMs
    this.#isSpell = over > (this.#isSpell ? LIMITS.holdOver : LIMITS.raiseOver) && lasts
    if (this.#share < 0.02) this.#frames = 0
    if (!this.#isSpell) this.#usual += (this.#share - this.#usual) * Math.min(1, elapsedMs / LIMITS.followMs)
  }

  /** What there is to say on a frame that gave a picture, in the middle of a spell of damaged ones. */
  finding(): Finding | null {
    if (!this.#isSpell) return null
    const limit = this.#usual + LIMITS.holdOver
    return {
      kind: 'undecodable',
      severity: severity(this.#share, limit, 1),
      measure: 'share of damaged frames',
      value: this.#share,
      limit,
      reference: this.#usual,
      unit: 'ratio',
      mask: null
    }
  }
}
