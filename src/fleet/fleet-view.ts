import type { Fence } from '../model/fence.ts'
import type { Announced, FleetChange, FleetState } from './lease-port.ts'
import type { MemberInfo, MemberVitals } from './member-info.ts'
import { SLOTS } from './slot.ts'

const NO_VITALS: MemberVitals = { load: 0, epoch: 0, cameras: 0 }

/** What one member knows of the fleet: the newest state that it was given, and every change since. */
export class FleetView {
  #revision = 0
  #membership = 0
  #tokenFloor = 0
  #members = new Map<string, Announced>()
  /** By slot; the last claim, also of sessions that are over. */
  #owners: (Fence | undefined)[] = new Array<Fence | undefined>(SLOTS).fill(undefined)
  /** The same by session. */
  readonly #slotsOf = new Map<string, Set<number>>()
  readonly #free = new Set<number>(this.#owners.keys())
  #moves = new Map<number, string>()
  #vitals: ReadonlyMap<string, MemberVitals> = new Map()

  get revision(): number {
    return this.#revision
  }

  get moves(): ReadonlyMap<number, string> {
    return this.#moves
  }

  /** Grows when members or moves have changed, so that what follows from them alone need not be worked out again. */
  get membership(): number {
    return this.#membership
  }

  /** Largest token that was ever seen here; also of owners that are gone. */
  get tokenFloor(): number {
    return this.#tokenFloor
  }

  /**
   * Takes a whole state.
   *
   * @param seenRevision What was known when it was asked for. A revision below that means that the store went back (it was
   * restarted or replaced); one that is only below today's is an answer that changes have overtaken, and is left alone.
   */
  replace(revision: number, state: FleetState, seenRevision: number): void {
    if (revision < this.#revision && revision >= seenRevision) return
    this.#revision = revision
    this.#members = new Map(state.members.map(member => [member.session, member]))
    this.#owners = new Array<Fence | undefined>(SLOTS).fill(undefined)
    this.#slotsOf.clear()
    for (const owner of state.owners) this.#setOwner(owner.slot, owner)
    this.#free.clear()
    for (let slot = 0; slot < SLOTS; slot++) if (!this.#hasLiveOwner(slot)) this.#free.add(slot)
    this.#moves = new Map(state.moves)
    this.#membership++
    for (const { token } of state.owners) this.sawToken(token)
  }

  /** @returns False when changes before this one were missed: a whole state is needed. */
  apply(change: FleetChange): boolean {
    if (change.to <= this.#revision) return true
    if (change.from !== this.#revision) return false
    this.#revision = change.to
    if (change.gone.length + change.joined.length + change.moved.length > 0) this.#membership++
    for (const session of change.gone) this.#end(session)
    for (const member of change.joined) this.#members.set(member.session, member)
    for (const slot of change.freed) {
      this.#setOwner(slot, undefined)
      this.#free.add(slot)
    }
    for (const owner of change.owned) {
      this.#setOwner(owner.slot, owner)
      this.#free.delete(owner.slot)
      this.sawToken(owner.token)
    }
    for (const [slot, id] of change.moved) {
      if (id === null) this.#moves.delete(slot)
      else this.#moves.set(slot, id)
    }
    return true
  }

  sawToken(token: number): void {
    if (token > this.#tokenFloor) this.#tokenFloor = token
  }

  sinceMs(session: string): number | null {
    return this.#members.get(session)?.sinceMs ?? null
  }

  setVitals(vitals: ReadonlyMap<string, MemberVitals>): void {
    this.#vitals = vitals
  }

  /** How many sessions live. */
  get size(): number {
    return this.#members.size
  }

  /** Every live session. */
  members(): readonly MemberInfo[] {
    return [...this.#members.values()].map(member => this.#info(member))
  }

  /**
   * Who may be given slots: the newest session of each id. A run that was started anew under its name takes over from the
   * one that died, and not only when that one's lease ends.
   */
  candidates(): readonly Announced[] {
    const newest = new Map<string, Announced>()
    for (const member of this.#members.values()) {
      const other = newest.get(member.card.id)
      if (other === undefined || isNewer(member, other)) newest.set(member.card.id, member)
    }
    return [...newest.values()]
  }

  /** Null while the slot is free. */
  ownerOf(slot: number): { readonly fence: Fence; readonly member: MemberInfo } | null {
    const fence = this.#owners[slot]
    const member = fence === undefined ? undefined : this.#members.get(fence.session)
    return fence === undefined || member === undefined ? null : { fence, member: this.#info(member) }
  }

  freeSlots(): ReadonlySet<number> {
    return this.#free
  }

  isFree(slot: number): boolean {
    return this.#free.has(slot)
  }

  /** Free because its owner's session is over, and not because it was given back. */
  hasDeadOwner(slot: number): boolean {
    return this.#owners[slot] !== undefined && this.isFree(slot)
  }

  /** Whether the slot belongs to this very claim. */
  isOwnedBy({ slot, session, token }: Fence): boolean {
    const fence = this.#owners[slot]
    return fence?.session === session && fence.token === token
  }

  slotsOf(session: string): readonly Fence[] {
    return [...(this.#slotsOf.get(session) ?? [])].map(slot => this.#owners[slot] as Fence)
  }

  /** Of the live sessions, those with slots. */
  slotCounts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const fence of this.#owners) {
      if (fence !== undefined && this.#members.has(fence.session)) {
        counts.set(fence.session, (counts.get(fence.session) ?? 0) + 1)
      }
    }
    return counts
  }

  hasOwners(): boolean {
    return this.#free.size < SLOTS
  }

  #end(session: string): void {
    this.#members.delete(session)
    for (const slot of this.#slotsOf.get(session) ?? []) this.#free.add(slot)
  }

  #setOwner(slot: number, owner: Fence | undefined): void {
    const last = this.#owners[slot]
    if (last !== undefined) {
      const slots = this.#slotsOf.get(last.session)
      slots?.delete(slot)
      if (slots?.size === 0) this.#slotsOf.delete(last.session)
    }
    this.#owners[slot] = owner
    if (owner === undefined) return
    const slots = this.#slotsOf.get(owner.session)
    if (slots === undefined) this.#slotsOf.set(owner.session, new Set([slot]))
    else slots.add(slot)
  }

  #hasLiveOwner(slot: number): boolean {
    const fence = this.#owners[slot]
    return fence !== undefined && this.#members.has(fence.session)
  }

  #info({ session, sinceMs, card }: Announced): MemberInfo {
    return { ...card, session, sinceMs, ...(this.#vitals.get(session) ?? NO_VITALS) }
  }
}

function isNewer(one: Announced, other: Announced): boolean {
  return one.sinceMs === other.sinceMs ? one.session > other.session : one.sinceMs > other.sinceMs
}
