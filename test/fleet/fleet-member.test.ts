import { beforeEach, describe, expect, it } from 'vitest'
import { SimulatedFleet } from '../../bench/fleet/simulated-fleet.ts'
import { Random } from '../../src/evaluate/random.ts'
import { SLOTS, slotOf } from '../../src/fleet/slot.ts'

const TTL_MS = 10_000
/** The promise of the fleet. */
const MOST_UNWATCHED_MS = TTL_MS + 5000

let fleet: SimulatedFleet
const run = (ms: number) => fleet.time.run(fleet.time.nowMs + ms)
const slotsOf = () => [...fleet.members.values()].map(({ member }) => member.slots)
const figures = () => fleet.book.figures(fleet.time.nowMs)

beforeEach(() => {
  const random = new Random('fleet')
  fleet = new SimulatedFleet({
    random: () => random.next(),
    ttlMs: TTL_MS,
    renewMs: 3000,
    deadlineMs: 1000,
    latencyMs: 1,
    skewShare: 0.02
  })
})

async function startThree(): Promise<void> {
  for (const id of ['a', 'b', 'c']) fleet.start(id, 4)
  await run(5000)
}

describe('a member of a fleet', () => {
  it('alone owns everything, coordinates, and knows its fences', async () => {
    fleet.start('a', 4)
    await run(3000)
    const { member } = fleet.members.get('a')!
    expect(member.slots).toBe(SLOTS)
    expect(member.isCoordinator()).toBe(true)
    expect(member.ownerOf('gate-1')).toEqual(member.self)
    expect(member.fenceOf('gate-1')).toMatchObject({ slot: slotOf('gate-1'), session: member.self.session })
    expect(member.members()).toEqual([member.self])
  })

  it('shares with others by capacity, and all agree on who owns what', async () => {
    fleet.start('a', 4)
    fleet.start('b', 4)
    fleet.start('c', 8)
    await run(8000)
    const [a = 0, b = 0, c = 0] = slotsOf()
    expect(a + b + c).toBe(SLOTS)
    expect(a).toBeGreaterThan(200)
    expect(b).toBeGreaterThan(200)
    expect(c).toBeGreaterThan(450)
    const members = [...fleet.members.values()].map(({ member }) => member)
    for (const stream of ['gate-1', 'gate-2', '门口', 'x']) {
      const owners = new Set(members.map(member => member.ownerOf(stream)?.id))
      expect(owners.size).toBe(1)
      expect(members.filter(member => member.fenceOf(stream) !== null)).toHaveLength(1)
    }
    expect(members.filter(member => member.isCoordinator())).toHaveLength(1)
  })

  it('takes over from one that crashed when its lease ends, and no later', async () => {
    await startThree()
    fleet.crash('b')
    await run(30_000)
    expect(slotsOf().reduce((sum, slots) => sum + slots)).toBe(SLOTS)
    expect(figures().longestUnwatchedMs).toBeLessThan(TTL_MS + 1500)
    expect(figures().longestUnwatchedMs).toBeGreaterThan(TTL_MS - 3500)
    expect(figures().longestDoubleMs).toBe(0)
  })

  it('that crashed is not kept alive by a renewal that was held up on its way', async () => {
    await startThree()
    fleet.stall('b', 6500)
    // Long enough for a renewal to have been sent.
    await run(3500)
    fleet.crash('b')
    await run(30_000)
    expect(figures().longestUnwatchedMs).toBeLessThan(TTL_MS + 1500)
  })

  it('hands over at once to one that joins, and when it leaves', async () => {
    await startThree()
    const before = figures()
    fleet.start('d', 4)
    await run(5000)
    expect(fleet.members.get('d')?.member.slots).toBeGreaterThan(150)
    fleet.leave('a')
    await run(5000)
    expect(fleet.members.has('a')).toBe(false)
    expect(slotsOf().reduce((sum, slots) => sum + slots)).toBe(SLOTS)
    expect(fleet.lostStores).toBe(0)
    expect(figures().longestGapMs).toBeLessThan(2500)
    expect(figures().longestDoubleMs).toBe(0)
    expect(figures().gaps).toBeGreaterThan(before.gaps)
  })

  it('hands over once to an heir that missed the message, and not again and again', async () => {
    await startThree()
    fleet.start('d', 4)
    await run(200)
    fleet.drop('d', 'message', 1000)
    await run(5000)
    const handovers = () => [...fleet.members.values()].reduce((sum, { member }) => sum + member.counts.handovers, 0)
    const once = handovers()
    await run(60_000)
    expect(handovers()).toBe(once)
    expect(fleet.members.get('d')?.member.slots).toBeGreaterThan(150)
    expect(figures().longestGapMs).toBeLessThan(6000)
  })

  it('that was paused finds out before it writes, and comes back with a new session', async () => {
    await startThree()
    const session = fleet.members.get('b')?.member.self.session
    fleet.pause('b', 30_000)
    await run(29_000)
    const takenOver = [...fleet.members.values()].reduce((sum, { member }) => sum + member.counts.takeovers, 0)
    expect(takenOver).toBeGreaterThan(200)
    fleet.writes = 0
    await run(20_000)
    expect(fleet.refusedWrites).toBe(fleet.writes)
    expect(fleet.refusedWrites).toBeGreaterThan(200)
    const member = fleet.members.get('b')?.member
    expect(member?.self.session).not.toBe(session)
    expect(member?.counts.lost).toBeGreaterThan(200)
    expect(member?.slots).toBeGreaterThan(200)
    expect(figures()).toMatchObject({ longestDoubleMs: 0 })
    expect(figures().longestUnwatchedMs).toBeLessThan(MOST_UNWATCHED_MS)
  })

  it('that is cut off stops before the others begin', async () => {
    await startThree()
    fleet.cut('c', 40_000)
    await run(9600)
    expect(fleet.members.get('c')?.watched.size).toBe(0)
    await run(60_000)
    expect(figures()).toMatchObject({ longestDoubleMs: 0 })
    expect(figures().longestUnwatchedMs).toBeLessThan(MOST_UNWATCHED_MS)
    expect(fleet.members.get('c')?.member.slots).toBeGreaterThan(200)
  })

  it('does not notice that the state Redis was away for less than the lease', async () => {
    await startThree()
    const { gaps } = figures()
    fleet.stopServer(5000, false)
    await run(15_000)
    expect(figures().gaps).toBe(gaps)
    expect([...fleet.members.values()].map(({ member }) => member.counts.lost)).toEqual([0, 0, 0])
  })

  it('announces itself again to a state Redis that has lost everything, and waits for the others', async () => {
    await startThree()
    const owned = slotsOf()
    const handovers = () => [...fleet.members.values()].map(({ member }) => member.counts.handovers)
    const before = handovers()
    fleet.stopServer(500, true)
    await run(12_000)
    expect(slotsOf()).toEqual(owned)
    // Nobody took what another had, to give it back a moment later.
    expect(handovers()).toEqual(before)
    expect(fleet.wrongWrites).toBe(0)
    expect(figures().longestUnwatchedMs).toBeLessThan(MOST_UNWATCHED_MS)
  })

  it('goes on after a long outage of the state Redis', async () => {
    await startThree()
    fleet.stopServer(60_000, false)
    await run(30_000)
    expect(slotsOf()).toEqual([0, 0, 0])
    await run(45_000)
    expect(slotsOf().reduce((sum, slots) => sum + slots)).toBe(SLOTS)
    expect(figures().longestUnwatchedMs).toBeLessThan(MOST_UNWATCHED_MS)
  })

  it('says for how long it has had no lease while its state Redis is away, and that it has one again', async () => {
    fleet.start('a', 4)
    await run(3000)
    const { member } = fleet.members.get('a')!
    expect(member.lostForMs).toBeNull()
    fleet.stopServer(30_000, false)
    await run(5000)
    expect(member.lostForMs).toBeNull()
    await run(15_000)
    // The last renewal may be one interval old when the cut comes; the lease ends 9.5 s behind it.
    expect(member.lostForMs).toBeGreaterThan(9900)
    expect(member.lostForMs).toBeLessThan(14_100)
    expect(member.slots).toBe(0)
    await run(14_000)
    expect(member.lostForMs).toBeNull()
    expect(member.slots).toBe(SLOTS)
  })
})
