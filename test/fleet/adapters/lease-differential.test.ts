import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RedisAddress } from '../../../src/clients/redis-address.ts'
import { MemoryLease, MemoryLeaseServer } from '../../../src/fleet/adapters/memory-lease.ts'
import { RedisLease } from '../../../src/fleet/adapters/redis-lease.ts'
import { FENCE_CHECK, fenceArguments } from '../../../src/fleet/fence-script.ts'
import { FLEET_KEYS } from '../../../src/fleet/fleet-keys.ts'
import type { FleetChange, FleetState, LeaseAnswer, LeasePort } from '../../../src/fleet/lease-port.ts'
import type { Fence } from '../../../src/model/fence.ts'
import { describeWithRedis } from '../../servers/need.ts'
import { DATABASE } from '../../servers/redis-databases.ts'

const STEP_MS = 100_000
const TTL_MS = 3.5 * STEP_MS
const SESSIONS = ['a', 'b', 'c', 'd']

type Command =
  | { readonly do: 'join'; readonly session: string; readonly previous: string | null }
  | {
      readonly do: 'renew'
      readonly session: string
      readonly seen: boolean
      readonly vitals: boolean
      readonly late: number
    }
  | { readonly do: 'claim'; readonly session: string; readonly slots: number[]; readonly ahead: number }
  | { readonly do: 'release'; readonly fences: number[]; readonly off: number }
  | { readonly do: 'holds'; readonly fence: number; readonly off: number }
  | { readonly do: 'leave'; readonly session: string }
  | { readonly do: 'move'; readonly session: string; readonly slot: number; readonly id: string | null }
  | { readonly do: 'pass'; readonly steps: number }
  | { readonly do: 'loseEverything' }

const session = fc.constantFrom(...SESSIONS)
const slot = fc.integer({ min: 0, max: 3 })
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('join'), session, previous: fc.option(session) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('renew'),
      session,
      seen: fc.boolean(),
      vitals: fc.boolean(),
      late: fc.constantFrom(-1, 0, 1, 2)
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('claim'),
      session,
      slots: fc.uniqueArray(slot, { minLength: 1 }),
      ahead: fc.constantFrom(0, 5_000_000)
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('release'),
      fences: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
      off: fc.constantFrom(0, 0, 1)
    })
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('holds'), fence: fc.nat(5), off: fc.constantFrom(0, 0, 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave'), session }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('move'), session, slot, id: fc.option(fc.string({ minLength: 1 })) })
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass'), steps: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseEverything') }) }
) as fc.Arbitrary<Command>

interface Store {
  readonly lease: LeasePort
  readonly nowMs: () => number
  readonly pass: (ms: number) => Promise<unknown>
  readonly holds: (fence: Fence) => Promise<boolean>
  readonly loseEverything: () => Promise<unknown>
}

/** Runs commands and gives answers in a form that does not depend on the clock. */
class Player {
  readonly #store: Store
  readonly told: FleetChange[] = []
  readonly #fences: Fence[] = []
  readonly #seen = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  async play(one: Command): Promise<unknown> {
    const { lease, nowMs, pass, holds, loseEverything } = this.#store
    switch (one.do) {
      case 'join': {
        const card = { id: `id ${one.session}`, url: 'http://x', capacity: 1.5, version: '1' }
        return this.#answer(
          one.session,
          await lease.join({ ...one, card, vitals: { load: 0.5, epoch: 1, cameras: 2 } })
        )
      }
      case 'renew': {
        const seenRevision = one.seen ? (this.#seen.get(one.session) ?? 0) : 0
        const vitals = { load: 0.125, epoch: 3, cameras: 4 }
        const sentByMs = nowMs() - one.late * STEP_MS
        const request = { session: one.session, vitals, seenRevision, wantVitals: one.vitals, sentByMs }
        const answer = await lease.renew(request)
        return this.#answer(one.session, answer)
      }
      case 'claim': {
        const newest = this.#fences.at(-1)?.token ?? 0
        const floor = one.ahead === 0 ? 0 : newest + one.ahead
        const answer = await lease.claim(one.session, one.slots, floor)
        if (answer === null) return null
        this.#fences.push(...answer.fences)
        return answer.fences.map(fence => [fence.slot, fence.session, fence.token > Math.max(floor, newest)])
      }
      case 'release':
        return lease.release(one.fences.flatMap(which => this.#fence(which, one.off)))
      case 'holds':
        return Promise.all(this.#fence(one.fence, one.off).map(holds))
      case 'leave':
        return lease.leave(one.session)
      case 'move':
        return lease.move(one.session, new Map([[one.slot, one.id]]))
      case 'pass':
        return void (await pass(one.steps * STEP_MS))
      case 'loseEverything':
        return void (await loseEverything())
    }
  }

  /** Changes without what the clock decides; each must fit on the one before. */
  changes(): unknown {
    return this.told.map((change, i) => ({
      ...change,
      from: change.from === 0 ? 0 : change.from === this.told[i - 1]?.to,
      to: change.to > (this.told[i - 1]?.to ?? 0),
      joined: change.joined.map(({ session, card }) => [session, card]),
      gone: [...change.gone].sort(),
      owned: change.owned.map(({ slot, session }) => [slot, session])
    }))
  }

  #fence(which: number, off: number): Fence[] {
    const fence = this.#fences.at(-1 - which)
    return fence === undefined ? [] : [{ ...fence, token: fence.token + off }]
  }

  #answer(session: string, answer: LeaseAnswer | null): unknown {
    if (answer === null) return null
    this.#seen.set(session, answer.revision)
    return {
      nextExpiry: answer.nextExpiryInMs === null ? null : Math.round(answer.nextExpiryInMs / (STEP_MS / 2)),
      state: answer.state === null ? null : this.#state(answer.state),
      vitals: answer.vitals === null ? null : [...answer.vitals].sort()
    }
  }

  #state({ members, owners, moves }: FleetState): unknown {
    return {
      members: members.map(({ session, card }) => [session, card.id]).sort(),
      owners: owners.map(({ slot, session, token }) => [slot, session, this.#place(token)]).sort(),
      moves: [...moves].sort()
    }
  }

  /** Which of the claims it was. */
  #place(token: number): number {
    return this.#fences.findIndex(fence => fence.token === token)
  }
}

const PASS_SCRIPT = `
for _, session in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZINCRBY', KEYS[1], -ARGV[1], session) end
`

describeWithRedis('leases in Redis and in memory', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address: RedisAddress = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.leaseDifferential,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.leaseDifferential, lazyConnect: true })
  const lease = new RedisLease(address, TTL_MS, 5000)
  let inRedis: Player | null = null

  beforeAll(async () => {
    await new Promise<void>(resolve => {
      void lease.open({ changed: change => void inRedis?.told.push(change), reconnected: resolve })
    })
  })
  afterAll(async () => {
    await lease.close()
    await redis.flushdb()
    redis.disconnect()
  })

  it('answer the same to any sequence of commands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40, size: 'max' }), async commands => {
        await redis.flushdb()
        let nowMs = Date.now()
        const server = new MemoryLeaseServer(TTL_MS, () => nowMs)
        const memory = new MemoryLease(server)
        const inMemory = new Player({
          lease: memory,
          nowMs: () => nowMs,
          pass: async ms => {
            nowMs += ms
          },
          holds: async fence => server.holds(fence),
          // A restart takes longer than the commands before it, each of which may have put a counter 1 ms ahead.
          loseEverything: async () => {
            server.loseEverything()
            nowMs += 50
          }
        })
        await memory.open({ changed: change => void inMemory.told.push(change), reconnected: () => {} })
        const player = new Player({
          lease,
          nowMs: Date.now,
          pass: ms => redis.eval(PASS_SCRIPT, 1, FLEET_KEYS.sessions, ms),
          holds: async fence => {
            const script = `${FENCE_CHECK} return holds(ARGV[1], ARGV[2], ARGV[3]) and 1 or 0`
            return (await redis.eval(script, 0, ...fenceArguments(fence))) === 1
          },
          loseEverything: () => Promise.all([redis.flushdb(), sleep(50)])
        })
        inRedis = player
        for (const one of commands) {
          const answers = [await player.play(one), await inMemory.play(one)]
          expect(answers[0], JSON.stringify(one)).toEqual(answers[1])
        }
        for (let i = 0; i < 200 && player.told.length < inMemory.told.length; i++) await sleep(1)
        expect(player.changes()).toEqual(inMemory.changes())
      }),
      { numRuns: 150 }
    )
  })
})
