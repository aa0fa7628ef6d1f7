import type { Random } from '../../src/evaluate/random.ts'
import { carryOut } from './fault-plan.ts'
import type { SimulatedFleet } from './simulated-fleet.ts'

const DAY_MS = 86_400_000

/** How often each happens, in a day: to each member, and to the state Redis. */
export const FAULTS_A_DAY = {
  crash: 1,
  leave: 1,
  pause: 2,
  cut: 1,
  stall: 2,
  drop: 4,
  serverRestart: 4,
  serverLoss: 1
}

export type FaultCounts = Record<keyof typeof FAULTS_A_DAY, number>

/** Lets faults happen to a fleet by chance, each kind at its rate; whoever is gone is started again a while later. */
export function letFaultsHappen(fleet: SimulatedFleet, random: Random, members: number): FaultCounts {
  const counts: FaultCounts = {
    crash: 0,
    leave: 0,
    pause: 0,
    cut: 0,
    stall: 0,
    drop: 0,
    serverRestart: 0,
    serverLoss: 0
  }
  const { time } = fleet
  const again = (kind: keyof FaultCounts, one: () => void) => {
    const each = kind === 'serverRestart' || kind === 'serverLoss' ? 1 : members
    const waitMs = (-Math.log(1 - random.next()) * DAY_MS) / (FAULTS_A_DAY[kind] * each)
    time.after(waitMs, () => {
      counts[kind]++
      one()
      again(kind, one)
    })
  }
  const member = () => random.whole(0, members - 1)
  // Most are short, some are long.
  const someMs = (mostMs: number) => Math.min(mostMs, 300 - Math.log(1 - random.next()) * (mostMs / 3))
  const restart = (kind: 'crash' | 'leave') => {
    const id = [...fleet.members.keys()][member() % Math.max(1, fleet.members.size)]
    const capacity = fleet.members.get(id ?? '')?.capacity
    if (id === undefined || capacity === undefined) return
    fleet[kind](id)
    const start = () => {
      if (fleet.members.has(id)) time.after(1000, start)
      else fleet.start(id, capacity)
    }
    time.after(someMs(180_000), start)
  }
  const to = (event: Parameters<typeof carryOut>[1]) => carryOut(fleet, event, 4, () => '')
  again('crash', () => restart('crash'))
  again('leave', () => restart('leave'))
  again('pause', () => to({ do: 'pause', member: member(), forMs: someMs(60_000) }))
  again('cut', () => to({ do: 'cut', member: member(), forMs: someMs(60_000) }))
  again('stall', () => to({ do: 'stall', member: member(), forMs: someMs(20_000) }))
  again('drop', () => {
    const way = random.pick(['there', 'back', 'message'] as const)
    to({ do: 'drop', member: member(), way, count: random.whole(1, 3) })
  })
  again('serverRestart', () => to({ do: 'server', forMs: someMs(30_000), isLost: false }))
  again('serverLoss', () => {
    to({ do: 'server', forMs: someMs(10_000), isLost: true })
  })
  return counts
}
