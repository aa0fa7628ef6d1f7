import { beforeEach, expect, it } from 'vitest'
import { SimulatedFleet } from '../../bench/fleet/simulated-fleet.ts'
import { Random } from '../../src/evaluate/random.ts'
import { SLOTS } from '../../src/fleet/slot.ts'

const MINUTE_MS = 60_000
/** Load of one slot for a member of capacity 1: heavy in the first slots that `a` owned, light elsewhere. */
let weights: number[]
let fleet: SimulatedFleet

const loads = () => [...fleet.members.values()].map(({ load }) => load)
const gap = () => Math.max(...loads()) - Math.min(...loads())
const handovers = () => [...fleet.members.values()].reduce((sum, { member }) => sum + member.counts.handovers, 0)

function reckonLoads(): void {
  for (const simulated of fleet.members.values()) {
    simulated.load = [...simulated.watched.keys()].reduce((sum, slot) => sum + (weights[slot] ?? 0), 0)
  }
  fleet.time.after(5000, reckonLoads)
}

beforeEach(async () => {
  const random = new Random('balance')
  const times = { ttlMs: 10_000, renewMs: 3000, deadlineMs: 1000, latencyMs: 2, skewShare: 0.02 }
  fleet = new SimulatedFleet({ random: () => random.next(), ...times })
  for (const id of ['a', 'b', 'c', 'd']) fleet.start(id, 1)
  await fleet.time.run(10_000)
  weights = new Array<number>(SLOTS).fill(0.002)
  for (const slot of fleet.members.get('a')?.watched.keys() ?? []) weights[slot] = 0.004
  reckonLoads()
})

it('slots move from the most to the least loaded until loads are near each other, with no slot watched twice', async () => {
  const before = handovers()
  expect(gap()).toBeGreaterThan(0.4)
  await fleet.time.run(fleet.time.nowMs + 2 * MINUTE_MS)
  expect(gap()).toBeGreaterThan(0.3)
  await fleet.time.run(fleet.time.nowMs + 40 * MINUTE_MS)
  expect(gap()).toBeLessThan(0.2)
  const moved = handovers() - before
  expect(moved).toBeGreaterThan(20)
  await fleet.time.run(fleet.time.nowMs + 20 * MINUTE_MS)
  expect(handovers() - before).toBeLessThan(moved + 10)
  const { longestDoubleMs, longestGapMs } = fleet.book.figures(fleet.time.nowMs)
  expect(longestDoubleMs).toBe(0)
  expect(longestGapMs).toBeLessThan(5000)
})

it('moves outlive a restart of the member that they lead to, and are given up when it stays away', async () => {
  await fleet.time.run(fleet.time.nowMs + 40 * MINUTE_MS)
  const session = () => [...fleet.members.values()][0]?.member.self.session ?? ''
  const moves = () => {
    const answer = fleet.server.lease.renew({
      session: session(),
      vitals: { load: 0, epoch: 0, cameras: 0 },
      seenRevision: 0,
      wantVitals: false,
      sentByMs: 0
    })
    return [...(answer?.state?.moves.values() ?? [])]
  }
  const [taker = ''] = moves()
  const count = moves().filter(id => id === taker).length
  expect(count).toBeGreaterThan(3)
  fleet.crash(taker)
  await fleet.time.run(fleet.time.nowMs + MINUTE_MS)
  fleet.start(taker, 1)
  await fleet.time.run(fleet.time.nowMs + MINUTE_MS)
  // Those that were moved on in the meantime aside.
  expect(moves().filter(id => id === taker).length).toBeGreaterThan(count / 2)
  fleet.crash(taker)
  await fleet.time.run(fleet.time.nowMs + 20 * MINUTE_MS)
  expect(moves()).not.toContain(taker)
})
