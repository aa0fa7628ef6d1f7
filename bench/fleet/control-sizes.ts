import type { Redis } from 'ioredis'
import { RedisLease } from '../../src/fleet/adapters/redis-lease.ts'
import type { LeaseAnswer } from '../../src/fleet/lease-port.ts'
import { SLOTS } from '../../src/fleet/slot.ts'

const TTL_MS = 600_000
const VITALS = { load: 0.512, epoch: 12, cameras: 104 }

/** Bytes of each step, command and reply together, as a real Redis counts them. */
export interface ControlSizes {
  readonly renewal: number
  /** On top of a renewal: everybody's load, epoch and cameras. */
  readonly vitals: number
  readonly state: number
  /** A join or leave, as it reaches one member. */
  readonly membershipMessage: number
  /** A claim of the slots of one member of so many: the call, and the message as it reaches one member. */
  readonly claim: number
  readonly claimMessage: number
  readonly claimedSlots: number
}

/** Puts a fleet of so many members into a real Redis, and counts what its steps send. */
export async function measureSizes(redis: Redis, members: number): Promise<ControlSizes> {
  await redis.flushdb()
  const { host = '127.0.0.1', port = 6379 } = redis.options
  const lease = new RedisLease({ host, port, username: null, password: null, db: 0, tls: false }, TTL_MS, 5000)
  const session = (i: number) => `5f2a9c04-1b7e-4d3a-9c55-${String(i).padStart(12, '0')}`
  const join = (i: number) =>
    lease.join({
      session: session(i),
      previous: null,
      card: { id: `camera-check-${i}`, url: `http://10.0.${i >> 8}.${i & 255}:7000`, capacity: 8, version: '0.1.0' },
      vitals: VITALS
    })
  for (let i = 0; i < members; i++) await join(i)
  const slots = (i: number) => Array.from({ length: SLOTS }, (_, slot) => slot).filter(slot => slot % members === i)
  for (let i = 0; i < Math.min(members, SLOTS); i++) await lease.claim(session(i), slots(i), 0)
  const renew = (seenRevision: number, wantVitals: boolean) =>
    lease.renew({ session: session(0), vitals: VITALS, seenRevision, wantVitals, sentByMs: Date.now() })
  const revision = ((await renew(0, false)) as LeaseAnswer).revision
  const renewal = await bytesOf(redis, () => renew(revision, false))
  const vitals = (await bytesOf(redis, () => renew(revision, true))) - renewal
  const state = (await bytesOf(redis, () => renew(0, false))) - renewal
  // What one listener more is sent.
  const alone = await bytesOf(redis, () => join(members))
  const claimedSlots = Math.max(1, Math.round(SLOTS / members))
  const mine = slots(0).slice(0, claimedSlots)
  const claimAgain = async () => {
    await lease.leave(session(0))
    await join(0)
    return bytesOf(redis, () => lease.claim(session(0), mine, 0))
  }
  const claim = await claimAgain()
  const listener = redis.duplicate()
  await listener.subscribe('camera-check:fleet:changes:0')
  const heard = await bytesOf(redis, () => join(members + 1))
  const claimHeard = await claimAgain()
  listener.disconnect()
  await lease.close()
  return {
    renewal,
    vitals,
    state,
    membershipMessage: heard - alone,
    claim,
    claimMessage: claimHeard - claim,
    claimedSlots
  }
}

/** What goes through the server for one step, without what asking for that sends. */
async function bytesOf(redis: Redis, step: () => Promise<unknown>): Promise<number> {
  const sum = async () => {
    const text = await redis.info('stats')
    const of = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(text)?.[1])
    return { all: of('total_net_input_bytes') + of('total_net_output_bytes'), reply: Buffer.byteLength(text) }
  }
  const before = await sum()
  await sum()
  const between = await sum()
  await step()
  // A message may leave a moment after the answer.
  await new Promise(resolve => setTimeout(resolve, 20))
  const after = await sum()
  // Three replies of INFO nearly alike: two lie before `between`, one before `after`.
  return after.all - between.all - (between.all - before.all) / 2
}
