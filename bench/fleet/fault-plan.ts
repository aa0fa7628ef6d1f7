import type { SimulatedFleet } from './simulated-fleet.ts'
import type { Way } from './simulated-link.ts'

/** Something that happens to a fleet. `member` counts among those that are alive then. */
export type FleetEvent =
  | { readonly do: 'crash' | 'leave'; readonly member: number }
  | { readonly do: 'start'; readonly member: number }
  | { readonly do: 'pause' | 'cut' | 'stall'; readonly member: number; readonly forMs: number }
  | { readonly do: 'drop'; readonly member: number; readonly way: Way; readonly count: number }
  | { readonly do: 'server'; readonly forMs: number; readonly isLost: boolean }

/** @param newId Names a member that is started; a name that is in use is passed over. */
export function carryOut(fleet: SimulatedFleet, event: FleetEvent, capacity: number, newId: () => string): void {
  if (event.do === 'server') fleet.stopServer(event.forMs, event.isLost)
  else if (event.do === 'start') {
    const id = newId()
    if (!fleet.members.has(id)) fleet.start(id, capacity)
  } else {
    const ids = [...fleet.members.keys()]
    const id = ids[event.member % Math.max(1, ids.length)]
    if (id !== undefined) toMember(fleet, event, id)
  }
}

function toMember(fleet: SimulatedFleet, event: Exclude<FleetEvent, { do: 'server' | 'start' }>, id: string): void {
  if ('forMs' in event) fleet[event.do](id, event.forMs)
  else if ('way' in event) fleet.drop(id, event.way, event.count)
  else if (event.do === 'crash') fleet.crash(id)
  else fleet.leave(id)
}
