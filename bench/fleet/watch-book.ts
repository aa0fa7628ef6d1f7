import { SLOTS } from '../../src/fleet/slot.ts'

export interface WatchFigures {
  /** Longest time in which two members analysed a slot, ms. */
  readonly longestDoubleMs: number
  /** Longest time without anybody, counted from the last fault of the slot's owner, ms. */
  readonly longestUnwatchedMs: number
  /** The same, counted from when watching ended. */
  readonly longestGapMs: number
  /** Slot-seconds. */
  readonly doubleSeconds: number
  readonly unwatchedSeconds: number
  readonly gaps: number
}

interface Slot {
  readonly watchers: Set<string>
  doubleSinceMs: number
  gapSinceMs: number
  /** What the promise is counted from. */
  faultMs: number
}

/** Who analyses which slot, in true time. */
export class WatchBook {
  readonly #slots: Slot[] = Array.from({ length: SLOTS }, () => ({
    watchers: new Set(),
    doubleSinceMs: 0,
    gapSinceMs: 0,
    faultMs: 0
  }))
  #longestDoubleMs = 0
  #longestUnwatchedMs = 0
  #longestGapMs = 0
  #doubleMs = 0
  #unwatchedMs = 0
  #gaps = 0
  /** Nobody could keep the promise until then. */
  #excusedUntilMs = 0

  begin(slot: number, member: string, nowMs: number): void {
    const { watchers } = this.#slots[slot]!
    if (watchers.has(member)) return
    if (watchers.size === 0) this.#endGap(this.#slots[slot]!, nowMs)
    if (watchers.size === 1) this.#slots[slot]!.doubleSinceMs = nowMs
    watchers.add(member)
  }

  end(slot: number, member: string, nowMs: number): void {
    const entry = this.#slots[slot]!
    if (!entry.watchers.delete(member)) return
    if (entry.watchers.size === 1) this.#endDouble(entry, nowMs)
    if (entry.watchers.size > 0) return
    entry.gapSinceMs = nowMs
    entry.faultMs = nowMs
  }

  /** The owner of a slot fails (again). */
  fault(slot: number, nowMs: number): void {
    this.#slots[slot]!.faultMs = nowMs
  }

  /** Nobody can watch now: no server, or no member. */
  excuse(nowMs: number): void {
    this.#excusedUntilMs = nowMs
  }

  /** Takes in what is still going on. */
  figures(nowMs: number): WatchFigures {
    for (const entry of this.#slots) {
      if (entry.watchers.size === 0) {
        this.#endGap(entry, nowMs)
        entry.gapSinceMs = nowMs
      }
      if (entry.watchers.size > 1) {
        this.#endDouble(entry, nowMs)
        entry.doubleSinceMs = nowMs
      }
    }
    return {
      longestDoubleMs: this.#longestDoubleMs,
      longestUnwatchedMs: this.#longestUnwatchedMs,
      longestGapMs: this.#longestGapMs,
      doubleSeconds: this.#doubleMs / 1000,
      unwatchedSeconds: this.#unwatchedMs / 1000,
      gaps: this.#gaps
    }
  }

  #endGap(entry: Slot, nowMs: number): void {
    const gapMs = nowMs - entry.gapSinceMs
    if (gapMs === 0) return
    this.#gaps++
    this.#unwatchedMs += gapMs
    this.#longestGapMs = Math.max(this.#longestGapMs, gapMs)
    const sinceMs = Math.max(entry.gapSinceMs, entry.faultMs, this.#excusedUntilMs)
    this.#longestUnwatchedMs = Math.max(this.#longestUnwatchedMs, nowMs - sinceMs)
  }

  #endDouble(entry: Slot, nowMs: number): void {
    const doubleMs = nowMs - entry.doubleSinceMs
    this.#doubleMs += doubleMs
    this.#longestDoubleMs = Math.max(this.#longestDoubleMs, doubleMs)
  }
}
