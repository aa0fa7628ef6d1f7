import { beforeEach, expect, it } from 'vitest'
import { FleetRate } from '../src/fleet-rate.ts'
import type { MemberInfo } from '../src/fleet/member-info.ts'
import { silentLog } from '../src/lib/log.ts'
import type { ShardState } from '../src/shards/shard-pool.ts'

let busyRatio: number
let dropped: number
let othersLoad: number | null
let nowMs: number
let limits: (number | null)[]
let rate: FleetRate

beforeEach(() => {
  busyRatio = 0.99
  dropped = 0
  othersLoad = null
  nowMs = 0
  limits = []
  rate = new FleetRate({
    pool: {
      states: () =>
        [{ id: 0, status: { busyRatio, counters: { droppedOverload: dropped } } }] as unknown as ShardState[],
      setLimit: limitFps => void limits.push(limitFps)
    },
    others: () => (othersLoad === null ? [] : [{ load: othersLoad } as MemberInfo]),
    fastestFps: () => 20,
    leastFps: 0.2,
    clock: () => nowMs,
    log: silentLog
  })
})

/** Looks for a while. */
function look(seconds: number): void {
  for (let passed = 0; passed < seconds; passed += 5) {
    nowMs += 5000
    rate.look()
  }
}

it('a full member analyses its cameras less often, and as often as set once there is room again', () => {
  look(60)
  expect(limits.length).toBeGreaterThan(5)
  expect(rate.limitFps).toBeLessThan(10)
  busyRatio = 0.3
  look(600)
  expect([rate.limitFps, limits.at(-1)]).toEqual([null, null])
})

it('a full member waits for slots to move while another one has room', () => {
  othersLoad = 0.2
  look(30)
  expect(limits).toEqual([])
  othersLoad = 0.95
  look(10)
  expect(limits.length).toBeGreaterThan(0)
})

it('drops of before, and of a thread that was started again, are no new ones', () => {
  busyRatio = 0.5
  // More with every look: 100 new ones each time.
  for (let i = 1; i <= 4; i++) {
    dropped += 100
    look(5)
  }
  expect(limits).toEqual([17])
  dropped = 0
  look(5)
  expect(limits.at(-1)).toBeGreaterThan(17)
})
