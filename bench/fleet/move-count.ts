import { Assignment, type Candidate } from '../../src/fleet/assignment.ts'
import type { FleetChange } from '../../src/fleet/lease-port.ts'
import { SLOTS } from '../../src/fleet/slot.ts'
import type { SimulatedFleet } from './simulated-fleet.ts'

const SETTLE_MS = 60_000
const NO_MOVES = new Map<number, string>()

export interface MoveFigures {
  readonly changes: number
  /** Times that a slot went to another member. */
  readonly moved: number
  /** Slots whose rightful owner changed: fewer moves would leave slots where they do not belong. */
  readonly rightful: number
  /** Slots that those who went owned, and the shares by capacity of those who came: fewer would leave shares uneven. */
  readonly fair: number
}

/** Lets members come and go one at a time, each change when the last is done, and counts what moves. */
export async function countMoves(
  fleet: SimulatedFleet,
  changes: readonly ('crash' | 'leave' | 'start')[],
  random: () => number
): Promise<MoveFigures> {
  const owners = new Array<string | undefined>(SLOTS).fill(undefined)
  const ids = new Map<string, string>()
  let moved = 0
  fleet.server.lease.listen(({ joined, owned }: FleetChange) => {
    for (const { session, card } of joined) ids.set(session, card.id)
    for (const { slot, session } of owned) {
      const id = ids.get(session)
      if (owners[slot] !== undefined && owners[slot] !== id) moved++
      owners[slot] = id
    }
  })
  const candidates = (): Candidate[] => [...fleet.members.values()].map(({ id, capacity }) => ({ id, capacity }))
  const rightfulOwners = () => new Assignment().owners(candidates(), NO_MOVES)
  for (const { member, id } of fleet.members.values()) ids.set(member.self.session, id)
  for (const [slot, id] of rightfulOwners().entries()) owners[slot] = id
  let [rightful, fair] = [0, 0]
  for (const [i, change] of changes.entries()) {
    const before = rightfulOwners()
    const all = [...fleet.members.keys()]
    const id = all[Math.floor(random() * all.length)] ?? ''
    if (change === 'start') {
      const capacity = 4
      fleet.start(`new-${i}`, capacity)
      fair += (SLOTS * capacity) / candidates().reduce((sum, one) => sum + one.capacity, 0)
    } else {
      fair += owners.filter(owner => owner === id).length
      fleet[change](id)
    }
    await fleet.time.run(fleet.time.nowMs + SETTLE_MS)
    const after = rightfulOwners()
    rightful += after.filter((owner, slot) => owner !== before[slot]).length
  }
  return { changes: changes.length, moved, rightful, fair }
}
