import type { Fence } from '../model/fence.ts'
import type { MemberCard, MemberVitals } from './member-info.ts'

/** A live session. */
export interface Announced {
  readonly session: string
  /** Epoch ms, the store's clock. */
  readonly sinceMs: number
  readonly card: MemberCard
}

/** Everything that the store knows of a fleet, vitals aside. */
export interface FleetState {
  readonly members: readonly Announced[]
  /** Also of sessions that live no more: their slots are free. */
  readonly owners: readonly Fence[]
  /** Slot -> id of the member that balancing gave it to. */
  readonly moves: ReadonlyMap<number, string>
}

/** What one call changed. Revisions grow, with gaps; a change fits on the state of revision `from` alone. */
export interface FleetChange {
  readonly from: number
  readonly to: number
  readonly joined: readonly Announced[]
  /** Sessions that left or expired: all their slots are free. */
  readonly gone: readonly string[]
  readonly owned: readonly Fence[]
  /** Slots that were given back. */
  readonly freed: readonly number[]
  /** Null: the slot is nobody's by balancing any more. */
  readonly moved: readonly (readonly [slot: number, id: string | null])[]
}

export interface LeaseAnswer {
  /** The store's time at this step, epoch ms. */
  readonly nowMs: number
  readonly revision: number
  /** Ms until the session that expires next, of another member, does so; null when there is none. */
  readonly nextExpiryInMs: number | null
  /** Null when the asker knows this revision. */
  readonly state: FleetState | null
  /** By session; null when not asked for. */
  readonly vitals: ReadonlyMap<string, MemberVitals> | null
}

export interface ClaimAnswer {
  readonly revision: number
  /** Those of the asked-for slots that were free. */
  readonly fences: readonly Fence[]
}

export interface JoinRequest {
  readonly session: string
  /** This member's session before, which is ended; null when there is none. */
  readonly previous: string | null
  readonly card: MemberCard
  readonly vitals: MemberVitals
}

export interface RenewRequest {
  readonly session: string
  readonly vitals: MemberVitals
  /** Newest revision that the asker knows; 0 for none, and the answer has the state. */
  readonly seenRevision: number
  readonly wantVitals: boolean
  /**
   * Latest time, by the store's clock, at which this can have been sent, epoch ms: the lease counts from then when the
   * renewal arrives later still. What a dead member's kernel sends on after a cut must not keep its session alive.
   */
  readonly sentByMs: number
}

export interface LeaseListener {
  /** A change, in the order in which the store made them; some may be missing. */
  changed(change: FleetChange): void
  /** Changes may have been missed. */
  reconnected(): void
}

/**
 * Where the fleet's leases lie. Every call is one atomic step by the store's own clock, first ends the sessions that have
 * expired, and tells every listener what it changed. `null` says that the asking session lives no more (or never did): it
 * cannot be revived.
 *
 * @throws AppError `fleet/store-failed` from every call, also when the answer is lost and the step was made.
 *
 * @example
 * await lease.open({ changed: change => view.apply(change), reconnected: () => renewSoon() })
 * await lease.join({ session, previous: null, card, vitals })
 * const answer = await lease.claim(session, [1, 2], 0)
 */
export interface LeasePort {
  /** Begins to listen. Does not wait for the store. */
  open(listener: LeaseListener): Promise<void>
  /** Begins a session, for the time to live of a lease. The answer has the state. Null: there is such a session. */
  join(request: JoinRequest): Promise<LeaseAnswer | null>
  /** Gives the session its whole time to live again. */
  renew(request: RenewRequest): Promise<LeaseAnswer | null>
  /** @param tokenFloor Largest token that the asker has seen; new ones are larger. */
  claim(session: string, slots: readonly number[], tokenFloor: number): Promise<ClaimAnswer | null>
  /** Gives slots back. Fences that hold no more are passed over. */
  release(fences: readonly Fence[]): Promise<void>
  /** Ends the session, which frees all of its slots. */
  leave(session: string): Promise<void>
  /** Sets what balancing decided; for the owner of slot 0 alone. False: the session is not that. */
  move(session: string, moves: ReadonlyMap<number, string | null>): Promise<boolean>
  close(): Promise<void>
}
