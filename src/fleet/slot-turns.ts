import { Assignment, type Candidate } from './assignment.ts'
import { GATHER_MS, LAST_IN_LINE, NEXT_IN_LINE_MS } from './fleet-timing.ts'
import type { FleetView } from './fleet-view.ts'

export interface DueSlots {
  /** Free slots that are this member's. */
  readonly heirs: readonly number[]
  /** Free slots of others who have not claimed them in time. */
  readonly standIns: readonly number[]
  /** When the next one may be due, local clock, ms; Infinity when none will be. */
  readonly nextMs: number
}

/** Whose turn it is to claim a slot, as one member sees it. */
export class SlotTurns {
  readonly #view: FleetView
  readonly #renewMs: number
  readonly #assignment = new Assignment()
  /** When a slot was first seen without an owner, local clock, ms. */
  readonly #freeSinceMs = new Map<number, number>()
  #session: string | null = null
  /** Ids that were in the fleet when this member lost its session. */
  #missed: ReadonlySet<string> = new Set()
  #claimsFromMs = 0
  #followed = -1
  /** Ids of those who should own each slot. */
  #owners: readonly (string | undefined)[] = []
  #candidates: readonly Candidate[] = []
  /** This member's card; null while this member should own nothing. */
  #me: Candidate | null = null

  constructor(view: FleetView, renewMs: number) {
    this.#view = view
    this.#renewMs = renewMs
  }

  joined(session: string | null, nowMs: number): void {
    this.#session = session
    this.#freeSinceMs.clear()
    this.#followed = -1
    // Without owners the fleet is new or its store has lost everything. Whoever comes first would take all, to hand over
    // most of it a moment later; those who were there before come back with their next renewal.
    const waitMs = this.#view.hasOwners() ? 0 : this.#missed.size > 0 ? this.#renewMs + GATHER_MS : GATHER_MS
    this.#claimsFromMs = nowMs + waitMs
  }

  lost(): void {
    this.#missed = new Set(this.#view.candidates().map(({ card }) => card.id))
  }

  /** Works out who should own what, if members or moves have changed. */
  follow(): void {
    const view = this.#view
    if (this.#followed === view.membership) return
    this.#followed = view.membership
    const announced = view.candidates()
    this.#candidates = announced.map(({ card }) => card)
    this.#owners = this.#assignment.owners(this.#candidates, view.moves)
    // A newer run of the same name stands in its place: nothing is ours then.
    this.#me = announced.find(({ session }) => session === this.#session)?.card ?? null
    if (this.#missed.size === 0) return
    const here = new Set(this.#candidates.map(({ id }) => id))
    if (![...this.#missed].every(id => here.has(id))) return
    this.#missed = new Set()
    this.#claimsFromMs = 0
  }

  isHeir(slot: number): boolean {
    return this.#me !== null && this.#owners[slot] === this.#me.id
  }

  /** Another member should own it. */
  isOthers(slot: number): boolean {
    return this.#owners[slot] !== undefined && !this.isHeir(slot)
  }

  /** @param isHeld Slots that this member holds, whatever the state says. */
  due(nowMs: number, isHeld: (slot: number) => boolean): DueSlots {
    const heirs: number[] = []
    const standIns: number[] = []
    let nextMs = Number.POSITIVE_INFINITY
    if (this.#me === null) return { heirs, standIns, nextMs }
    for (const slot of this.#freeSinceMs.keys()) if (!this.#view.isFree(slot)) this.#freeSinceMs.delete(slot)
    for (const slot of this.#view.freeSlots()) {
      if (isHeld(slot)) continue
      const seenMs = this.#freeSinceMs.get(slot)
      if (seenMs === undefined) this.#freeSinceMs.set(slot, nowMs)
      const dueMs = this.#dueMs(slot, this.#me, Math.max(seenMs ?? nowMs, this.#claimsFromMs), nowMs)
      if (dueMs > nowMs) nextMs = Math.min(nextMs, dueMs)
      else (this.isHeir(slot) ? heirs : standIns).push(slot)
    }
    return { heirs, standIns, nextMs }
  }

  /** When this member's turn for a free slot comes; a later look may find that it is later still. */
  #dueMs(slot: number, me: Candidate, sinceMs: number, nowMs: number): number {
    if (this.isHeir(slot)) return sinceMs
    // An heir that missed the message of a slot given back hears of it with its next renewal. Whoever stood in for it would
    // only have to give the slot back again.
    const heirMs = this.#view.hasDeadOwner(slot) ? NEXT_IN_LINE_MS : this.#renewMs + NEXT_IN_LINE_MS
    // Who is next in line is worked out only for slots that the heir has left lying.
    if (nowMs < sinceMs + heirMs) return sinceMs + heirMs
    const rank = this.#assignment.rank(this.#candidates, this.#view.moves, slot, me)
    return sinceMs + heirMs + (Math.min(rank, LAST_IN_LINE) - 1) * NEXT_IN_LINE_MS
  }
}
