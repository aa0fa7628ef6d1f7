import type { FleetChange } from '../../src/fleet/lease-port.ts'
import { SLOTS } from '../../src/fleet/slot.ts'

interface Member {
  readonly id: string
  readonly capacity: number
}

/** Holds what the fleet moved against the least that its changes of membership ask for. */
export class MoveCount {
  readonly #owners = new Array<string | undefined>(SLOTS).fill(undefined)
  readonly #sessions = new Map<string, Member>()
  /** Slots that went to another member, by id. */
  moved = 0
  /** A member that goes leaves its slots, and one that joins gets its share: nobody can do with fewer. */
  least = 0
  changes = 0

  note(change: FleetChange): void {
    for (const session of change.gone) this.#gone(session)
    for (const { session, card } of change.joined) this.#joined(session, card)
    for (const { slot, session } of change.owned) {
      const id = this.#sessions.get(session)?.id
      if (this.#owners[slot] !== undefined && this.#owners[slot] !== id) this.moved++
      this.#owners[slot] = id
    }
  }

  /** The store has forgotten who is there; members have not gone for that. */
  forget(): void {
    this.#sessions.clear()
  }

  #gone(session: string): void {
    const member = this.#sessions.get(session)
    this.#sessions.delete(session)
    if (member === undefined || this.#isThere(member.id)) return
    this.changes++
    this.least += this.#owners.filter(owner => owner === member.id).length
  }

  #joined(session: string, member: Member): void {
    const isNew = !this.#isThere(member.id)
    this.#sessions.set(session, member)
    if (!isNew || this.#owners[0] === undefined) return
    this.changes++
    const capacities = new Map([...this.#sessions.values()].map(({ id, capacity }) => [id, capacity]))
    const sum = [...capacities.values()].reduce((total, capacity) => total + capacity, 0)
    // What is still its own from before need not come back.
    const own = this.#owners.filter(owner => owner === member.id).length
    this.least += Math.max(0, (SLOTS * member.capacity) / sum - own)
  }

  #isThere(id: string): boolean {
    return [...this.#sessions.values()].some(member => member.id === id)
  }
}
