import { beforeEach, describe, expect, it } from 'vitest'
import { SimulatedProcess } from '../../bench/fleet/simulated-process.ts'
import { VirtualTime } from '../../bench/fleet/virtual-time.ts'
import { MemoryLease, MemoryLeaseServer } from '../../src/fleet/adapters/memory-lease.ts'
import { FleetView } from '../../src/fleet/fleet-view.ts'
import { SessionLease } from '../../src/fleet/session-lease.ts'
import { silentLog } from '../../src/lib/log.ts'

const TTL_MS = 10_000
const RENEW_MS = 3000

let time: VirtualTime
let server: MemoryLeaseServer
let events: string[]
let session: SessionLease
/** How long each answer takes to come back; Infinity for one that never does. */
let answerMs: number
let renewedAtMs: number[]

beforeEach(async () => {
  time = new VirtualTime()
  server = new MemoryLeaseServer(TTL_MS, () => 1e12 + time.nowMs)
  events = []
  answerMs = 0
  renewedAtMs = []
  const process = new SimulatedProcess(time, 1, () => 0.5)
  const lease = new MemoryLease(server)
  const renew = lease.renew.bind(lease)
  lease.renew = async request => {
    renewedAtMs.push(time.nowMs)
    const answer = await renew(request)
    if (answerMs > 0) await new Promise<void>(resolve => time.after(Math.min(answerMs, 1e9), resolve))
    return answer
  }
  const note = (event: string) => () => void events.push(`${Math.round(time.nowMs)} ${event}`)
  let sessions = 0
  session = new SessionLease(
    {
      lease,
      view: new FleetView(),
      time: process,
      log: silentLog,
      ttlMs: TTL_MS,
      renewMs: RENEW_MS,
      card: { id: 'a', url: 'http://a:1', capacity: 1, version: '1' },
      vitals: () => ({ load: 0, epoch: 0, cameras: 0 }),
      newSession: () => `s${sessions++}`
    },
    { joined: note('joined'), viewed: () => {}, lost: note('lost') }
  )
  await session.start()
})

describe('the session of a member', () => {
  it('is renewed a little earlier than asked, each time', async () => {
    await time.run(20_000)
    expect(renewedAtMs).toEqual([2850, 5700, 8550, 11_400, 14_250, 17_100, 19_950])
    expect(events).toEqual(['0 joined'])
  })

  it('counts its lease from before the renewal was sent, however late the answer comes', async () => {
    await time.run(5000)
    answerMs = 2000
    await time.run(8000)
    expect(renewedAtMs.at(-1)).toBe(5700)
    // The next answers never come.
    answerMs = Number.POSITIVE_INFINITY
    await time.run(5700 + TTL_MS * 0.95 - 1)
    expect(session.session).toBe('s0')
    await time.run(5700 + TTL_MS * 0.95)
    expect(session.session).toBeNull()
    expect(events).toEqual(['0 joined', '15200 lost'])
    expect(server.holds({ slot: 0, session: 's0', token: 0 })).toBe(false)
  })

  it('is not there any more once its time is over, whether or not a timer has run', async () => {
    await time.run(1000)
    answerMs = Number.POSITIVE_INFINITY
    // Time passes without anything being run, as for a process that was stopped.
    await time.run(2000)
    time.skip(20_000)
    expect(session.session).toBeNull()
  })

  it('begins anew after it was ended, under another name', async () => {
    await time.run(1000)
    server.leave('s0')
    await time.run(4000)
    expect(events[1]).toBe('2850 lost')
    expect(events[2]).toMatch(/^\d+ joined$/)
    expect(session.session).toBe('s1')
  })

  it('leaves when it is stopped', async () => {
    await session.stop()
    expect(server.claim('s0', [1], 0)).toBeNull()
    await time.run(30_000)
    expect(renewedAtMs).toEqual([])
  })
})
